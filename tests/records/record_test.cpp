#include "agent/records/record.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "agent/records/sha256.hpp"
#include "agent/records/uuid.hpp"

using namespace liftbox;

TEST_CASE("a hash is that of FIPS 180-4") {
  CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(sha256(std::string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a hash is written as 64 digits of lower-case hexadecimal, and read as nothing else") {
  const std::string hex = to_hex(sha256("abc"));
  CHECK(from_hex(hex) == sha256("abc"));
  CHECK_FALSE(from_hex(""));
  CHECK_FALSE(from_hex(hex.substr(1)));
  CHECK_FALSE(from_hex(hex + "0"));
  CHECK_FALSE(from_hex("B" + hex.substr(1)));
  CHECK_FALSE(from_hex("g" + hex.substr(1)));
}

TEST_CASE("the classes of records are found by their names") {
  for (const RecordClass record_class : record_classes)
    CHECK(find_record_class(name(record_class)) == record_class);
  CHECK(name(RecordClass::alarm) == "alarm");
  CHECK_FALSE(find_record_class("Alarm"));
  CHECK_FALSE(find_record_class(""));
}

TEST_CASE("a random UUID is one of version 4, and no two are equal") {
  constexpr std::string_view form = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  std::set<std::string> all;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = random_uuid();
    REQUIRE(uuid.size() == form.size());
    for (std::size_t at = 0; at < form.size(); ++at) {
      const std::string_view fits = form[at] == 'x'   ? "0123456789abcdef"
                                    : form[at] == 'y' ? "89ab"
                                                      : form.substr(at, 1);
      REQUIRE(fits.find(uuid[at]) != std::string_view::npos);
    }
    all.insert(uuid);
  }
  CHECK(all.size() == 1000);
}
