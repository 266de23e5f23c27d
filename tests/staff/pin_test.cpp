#include "agent/staff/pin.hpp"

#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>

#include "agent/staff/work_number.hpp"

using namespace liftbox;

namespace {

// Made by another program: Python's hashlib.scrypt of "2468" with the salt "sixteen bytes...".
constexpr const char* foreign =
    "$scrypt$ln=10,r=8,p=2$c2l4dGVlbiBieXRlcy4uLg$zu5NEDjXryfkP9ROPQIe54BqjWZwcT7/+9TrDOVx7Zk";

bool another_program_agrees(const std::string& pin, const std::string& kept) {
  const std::string command = "/usr/bin/python3 -B " CHECK_PIN " '" + pin + "' '" + kept + "'";
  return WEXITSTATUS(std::system(command.c_str())) == 0;
}

}  // namespace

TEST_CASE("a PIN is kept so that it can be recognised and not read") {
  const std::string kept = kept_form("2468");
  CHECK(kept.find("2468") == std::string::npos);
  CHECK(is_kept_form(kept));
  CHECK(is_pin("2468", kept));
  CHECK_FALSE(is_pin("2469", kept));
  CHECK_FALSE(is_pin("24680", kept));
  CHECK_FALSE(is_pin("", kept));
  SECTION("the same PIN never looks the same twice") {
    CHECK(kept != kept_form("2468"));
  }
  SECTION("another program computes the same") {
    CHECK(another_program_agrees("2468", kept));
    CHECK_FALSE(another_program_agrees("2469", kept));
  }
}

TEST_CASE("a PIN that another program keeps is recognised") {
  CHECK(is_pin("2468", foreign));
  CHECK_FALSE(is_pin("2467", foreign));
}

TEST_CASE("what is no kept PIN is nobody's") {
  const std::string good = foreign;
  const auto with = [&](const char* part, const char* other) {
    std::string text = good;
    return text.replace(text.find(part), std::string{part}.size(), other);
  };
  const std::string text = GENERATE_COPY(values<std::string>(
      {"", "2468", "$scrypt$", with("scrypt", "bcrypt"), with("ln=10", "ln=0"), with("ln=10", "ln=40"),
       with("r=8", "r=0"), with("p=2", "p=2000"), with("p=2", "p=-2"), good.substr(0, good.rfind('$') + 9),
       good + "$", with("c2l4", "c2*4")}));
  CAPTURE(text);
  CHECK_FALSE(is_kept_form(text));
  CHECK_FALSE(is_pin("2468", text));
}

TEST_CASE("a work number is no name") {
  CHECK(is_work_number("4711"));
  CHECK(is_work_number("SH-0042.b"));
  CHECK_FALSE(is_work_number(""));
  CHECK_FALSE(is_work_number("Bert"));
  CHECK_FALSE(is_work_number("Bert 2"));
  CHECK_FALSE(is_work_number("张4711"));
  CHECK_FALSE(is_work_number(std::string(33, '1')));
}
