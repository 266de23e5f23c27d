#include "agent/records/envelope.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "agent/records/sha256.hpp"

using namespace liftbox;

namespace {

Record record() {
  Record record;
  record.bytes = R"({"seq":7,"text":"困人 \" } ,\"record\":"})";
  record.hash = sha256(record.bytes);
  return record;
}

std::string refusal(std::string_view text) {
  std::string why;
  CHECK_FALSE(open_envelope(text));
  CHECK_FALSE(open_envelope(text, &why));
  return why;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("an envelope carries the record's bytes as they are") {
  const std::string text = envelope(record(), 3);
  CHECK(text == R"({"hash":")" + to_hex(record().hash) + R"(","low":3,"record":)" + record().bytes + "}");
  CHECK(nlohmann::json::parse(text).at("record").at("seq") == 7);

  std::string why;
  const auto opened = open_envelope(text, &why);
  REQUIRE(opened);
  CHECK(opened->low == 3);
  CHECK(opened->hash == record().hash);
  CHECK(opened->bytes == record().bytes);
  CHECK(opened->bytes.data() == text.data() + text.find(record().bytes));
  CHECK(why.empty());
  CHECK(open_envelope(envelope(record(), ~Seq{0}))->low == ~Seq{0});
}

TEST_CASE("what is no envelope is refused, with the reason") {
  const std::string text = envelope(record(), 3);
  const std::string hash = to_hex(record().hash);
  SECTION("cut off anywhere") {
    for (std::size_t size = 0; size < text.size(); ++size) CHECK_FALSE(refusal(text.substr(0, size)).empty());
  }
  SECTION("a changed record") {
    CHECK(refusal(replaced(text, "\"seq\":7", "\"seq\":8")) ==
          "the record does not have its hash: it was changed");
  }
  SECTION("another record's hash") {
    CHECK(refusal(replaced(text, hash, to_hex(sha256("")))) ==
          "the record does not have its hash: it was changed");
  }
  SECTION("a hash that is none") {
    CHECK_THAT(refusal(replaced(text, hash, std::string(64, 'x'))), Catch::Contains("hexadecimal"));
    CHECK_THAT(refusal(replaced(text, hash, hash.substr(1))), Catch::Contains("hexadecimal"));
  }
  SECTION("a low mark that is none") {
    for (const char* low : {"-1", R"("3")", "", "18446744073709551616"})
      CHECK_THAT(refusal(replaced(text, ":3,", std::string{":"} + low + ",")),
                 Catch::Contains("low is no sequence number"));
    CHECK_THAT(refusal(replaced(text, ":3,", ":3.5,")), Catch::Contains("does not follow low"));
  }
  SECTION("other members, white space, something after it") {
    CHECK_FALSE(refusal(replaced(text, "\"low\"", "\"Low\"")).empty());
    CHECK_FALSE(refusal(" " + text).empty());
    CHECK_FALSE(refusal(text + "\n").empty());
    CHECK_FALSE(refusal(text + "}").empty());
  }
}
