#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "agent/cli/brake_command.hpp"
#include "agent/cli/csv.hpp"
#include "agent/cli/screens/brake_screen.hpp"
#include "agent/cli/screens/words.hpp"
#include "tests/cli/samples.hpp"

using namespace liftbox;
using namespace liftbox::screen;
using nlohmann::json;

TEST_CASE("the dossier of a brake that was put right") {
  CHECK(brake_screen(a_mended_brake(), {80, false}) ==
        R"(Verdict  PUT RIGHT 已完成治理
Brake    DZS800, drum brake, a model that the notice of 2021 names
Push-rod copper; it was of steel (magnetic) when the box was installed
Work     2026-01-05 electromagnet dismantled, by 4711: sludge on the plunger
         2026-01-05 push-rod changed, push-rod of copper, by 4711
         2025-12-01 adjusted, by 4712

Times          before             now                last cycles
arm 1 release  271/290 ms (100)   240/246 ms (100)   240 241 239 240 240
arm 1 set      262/301 ms (100)   190/196 ms (100)   189 190 191 190 190
median/95 % (of so many cycles)

Days since the repair: 5, 1604 cycles; the first 30 day by day
arm 1 release  ▄▄▄·▄▄                         240 -> 240 ms, slowest 251
arm 1 set      ▂▁▃·▇▇                         196 -> 222 ms, slowest 230
)");
}

TEST_CASE("the dossier of a brake that is not put right says why") {
  json brake = a_mended_brake();
  brake["verdict"] = "not_yet";
  brake["reasons"] = {"push_rod_magnetic", "incident_since", "too_few_cycles"};
  brake["watch"]["incidents"] = {{"brake_slow", 2}, {"brake_not_set", 1}};
  brake["watch"]["cycles"] = 7;
  CHECK(brake_verdict(brake, {80, false}) ==
        R"(Verdict  NOT YET PUT RIGHT 未完成治理
         - the push-rod is of magnetic steel: replace it by one of copper
         - there were incidents of the brake since the repair: brake_not_set 1,
         brake_slow 2
         - 7 of 300 cycles since the repair
)");
  brake["incidents"] = {
      {{"incident", "7f3a41d2:119"}, {"type", "brake_slow"}, {"subject", "arm 1"}, {"age_s", 7300}}};
  const std::string screen = brake_screen(brake, {80, false});
  CHECK(screen.find("\nOpen     #119 brake_slow 制动器动作迟缓 arm 1, 2 h 1 min\n") != std::string::npos);
}

TEST_CASE("the dossier of a brake of which nothing is known") {
  CHECK(brake_screen(json{{"verdict", "cannot_be_judged"}, {"reasons", {"type_unknown"}}}, {80, false}) ==
        R"(Verdict  CANNOT BE JUDGED 无法判定
         - nobody has said whether it is a drum brake: give lift.brake_type in
         the site file
Brake    of unknown model, of unknown type
Push-rod unknown
Work     none on record: liftctl brake record --action dismantled --as …

no arm has been timed
)");
  CHECK(brake_screen(json::object(), {80, false}).starts_with("Verdict"));
}

TEST_CASE("the days of a brake as a chart: a little noise is no mountain") {
  CHECK(day_chart({200, 201, 199}) == "▄▄▄");
  CHECK(day_chart({200, 220, 240}) == "▁▄█");
  CHECK(day_chart({200, nullptr, 400}) == "▁·█");
  CHECK(day_chart(json::array()).empty());
}

TEST_CASE("work at the brake among the events") {
  json record{{"type", "brake_maintained"},
              {"phase", "noted"},
              {"confidence", "certain"},
              {"evidence",
               {{"action", "push_rod_changed"},
                {"by", "4711"},
                {"done", "2026-01-05"},
                {"push_rod", "copper"},
                {"before", {{"set_1", {{"median_ms", 262}}}}}}}};
  CHECK(evidence_words(record) == "push-rod changed, by 4711, 2026-01-05, push-rod of copper");
  record["type"] = "brake_verified";
  record["evidence"] = {
      {"after", "30_days"}, {"verdict", "put_right"}, {"reasons", json::array()}, {"cycles", 900}};
  CHECK(evidence_words(record) == "30 days after the repair, PUT RIGHT");
}

TEST_CASE("the row of the summary table") {
  json brake = a_mended_brake();
  brake["lift"]["address"] = "朝阳路1号, \"2号梯\"";
  std::ostringstream out;
  cli::write_brake_table(brake, out);
  CHECK(out.str() ==
        "\xEF\xBB\xBF注册代码,使用登记编号,使用地点,电梯品牌,维护保养单位,制动器型号,制动器型式,"
        "是否重点排查型号,制动臂数,松闸顶杆材质(治理前),松闸顶杆材质(现状),电磁铁拆解保养日期,"
        "拆解保养人员工号,更换松闸顶杆日期,更换人员工号,治理前释放时间(ms),治理前制动时间(ms),"
        "治理后释放时间(ms),治理后制动时间(ms),治理后动作次数,治理后天数,"
        "治理后30日制动时间趋势(ms),治理后制动器故障次数,治理结论,原因,备注,终端编号,导出时间\r\n"
        "\t31105000012345678901,梯11京A00001,\"朝阳路1号, \"\"2号梯\"\"\",Example,示例电梯有限公司,"
        "DZS800,鼓式,是,2,钢(导磁),铜,2026-01-05,4711,2026-01-05,4711,臂1 271,臂1 262,臂1 240,臂1 190,"
        "1604,5,臂1 196→222,0,已完成治理,,电磁铁拆解保养: sludge on the plunger,LB-0001,"
        "2026-01-10T08:12:44.000+08:00\r\n");
}

TEST_CASE("what a spreadsheet would compute or round is text") {
  std::ostringstream out;
  cli::write_csv_line(out, {"=1+1", "-5", "@x", "31105000012345678901", "123456789012345", "a \"b\"\n"});
  CHECK(out.str() == "\t=1+1,\t-5,\t@x,\t31105000012345678901,123456789012345,\"a \"\"b\"\"\n\"\r\n");
}
