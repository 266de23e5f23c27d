#include "agent/storage/seal_key.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/storage/diary.hpp"

using namespace liftbox;
using namespace liftbox::test;
using std::filesystem::perms;

namespace {

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream{file} << text;
  std::filesystem::permissions(file, perms::owner_read | perms::owner_write);
}

}  // namespace

TEST_CASE("a box makes its key once, and nobody else may read it") {
  const TemporaryDirectory directory;
  const SealKey made = open_seal_key(directory.path());
  REQUIRE(made.key);
  CHECK(made.trouble.empty());
  CHECK(std::filesystem::status(directory.path() / "seal.key").permissions() ==
        (perms::owner_read | perms::owner_write));

  const SealKey read = open_seal_key(directory.path());
  REQUIRE(read.key);
  CHECK(read.key->public_key() == made.key->public_key());
  CHECK(read.trouble.empty());
}

TEST_CASE("a key that power cut short is begun anew") {
  const TemporaryDirectory directory;
  write(directory.path() / "seal.key.new", "-----BEGIN PRIV");
  const SealKey made = open_seal_key(directory.path());
  CHECK(made.key);
  CHECK(made.trouble.empty());
}

TEST_CASE("a file that is no key is set aside, and the box seals with a new one") {
  const TemporaryDirectory directory;
  write(directory.path() / "seal.key", "not a key");
  const SealKey made = open_seal_key(directory.path());
  CHECK(made.key);
  CHECK_THAT(made.trouble,
             Catch::Contains("seal.key: it is no private key") && Catch::Contains("seal.key.damaged"));
  CHECK(std::filesystem::exists(directory.path() / "seal.key.damaged"));
  CHECK(open_seal_key(directory.path()).trouble.empty());
}

TEST_CASE("a key that others may read is used, and told of") {
  const TemporaryDirectory directory;
  const SealKey made = open_seal_key(directory.path());
  std::filesystem::permissions(directory.path() / "seal.key", perms::group_read,
                               std::filesystem::perm_options::add);
  const SealKey read = open_seal_key(directory.path());
  REQUIRE(read.key);
  CHECK(read.key->public_key() == made.key->public_key());
  CHECK_THAT(read.trouble, Catch::Contains("chmod 600"));
}

TEST_CASE("without a place for its key a box records unsealed, and says so") {
  const TemporaryDirectory directory;
  const SealKey none = open_seal_key(directory.path() / "nowhere");
  CHECK_FALSE(none.key);
  CHECK_THAT(none.trouble, Catch::Contains("nowhere/seal.key") && Catch::Contains("not sealed"));
}
