#include "agent/cli/screens/layout.hpp"

#include <catch2/catch.hpp>

#include "agent/cli/screens/fields.hpp"

using namespace liftbox::screen;

TEST_CASE("a Chinese character takes two columns") {
  CHECK(columns_of("entrapment 困人") == 15);
  CHECK(padded("困人", 6) == "困人  ");
  CHECK(columns_of("…") == 1);
  CHECK(columns_of("e\xcc\x81") == 1);
}

TEST_CASE("text is cut between characters, never within one") {
  CHECK(cut("困人故障", 8) == "困人故障");
  CHECK(cut("困人故障", 7) == "困人故…");
  CHECK(cut("困人故障", 6) == "困人…");
  CHECK(cut("lift", 3) == "li…");
}

TEST_CASE("text is broken at spaces, or where it must be") {
  CHECK(wrapped("no answer from unit 1", 10) == std::vector<std::string>{"no answer", "from unit", "1"});
  CHECK(wrapped("困人困人困人", 5) == std::vector<std::string>{"困人", "困人", "困人"});
  CHECK(wrapped("", 5) == std::vector<std::string>{""});
  CHECK(wrapped("exactly10c", 10) == std::vector<std::string>{"exactly10c"});
}

TEST_CASE("nothing from the wire can drive the terminal") {
  CHECK(clean("\033[2Jgone") == "?[2Jgone");
  CHECK(clean("two\nlines\r") == "two?lines?");
  CHECK(clean("broken \xff\xe5\x9b") == "broken ???");
  CHECK(clean("turned \xe2\x80\xae") == "turned ?");
  CHECK(clean("C1 \xc2\x9b") == "C1 ?");
}

TEST_CASE("durations are told as people do") {
  CHECK(duration_text(34) == "34 s");
  CHECK(duration_text(760) == "12 min 40 s");
  CHECK(duration_text(11'520) == "3 h 12 min");
  CHECK(duration_text(273'600) == "3 d 4 h");
  CHECK(age_text(210) == "0.2 s");
  CHECK(age_text(64'000) == "1 min 4 s");
  CHECK(bytes_text(1'258'291) == "1.1 MiB");
}
