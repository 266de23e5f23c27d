// A site file as an installer may write it.
#include "agent/config/effective.hpp"
#include "tests/fuzz/bytes.hpp"
#include "tests/fuzz/text_file.hpp"

using namespace liftbox;

namespace {

ProfileDirectories profiles() {
  return {BOARDS, PROFILES "/controllers", PROFILES "/regions"};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::TextInMemory file{fuzz::text_of(data, size)};
  SiteConfig site;
  try {
    site = load_site(file.path(), profiles());
  } catch (const ConfigError& wrong) {
    fuzz::require(!wrong.mistakes.empty() && !wrong.mistakes.front().message.empty(),
                  "what is wrong is told");
    return 0;
  }
  const fuzz::TextInMemory shown{show(site, Shown::given)};
  SiteConfig again;
  try {
    again = load_site(shown.path(), profiles());
  } catch (const ConfigError& wrong) {
    fuzz::require(false, wrong.what());
  }
  fuzz::require(again.device == site.device && again.lines.size() == site.lines.size() &&
                    again.broker.has_value() == site.broker.has_value(),
                "what is shown means the same");
  return 0;
}
