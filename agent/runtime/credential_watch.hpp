#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "agent/ports/credentials.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/worker.hpp"

namespace liftbox {

/// Looks every few seconds whether the files by which box and platform know each other are good, are new, or
/// end soon. On the agent's thread; the files are read on the MQTT Worker.
class CredentialWatch {
 public:
  struct Parts {
    std::function<CredentialReport()> read;
    Worker& worker;
    Post post;
    Timer look;
    const Clock& clock;
  };
  struct Hooks {
    std::function<void()> changed;                                  ///< a connection should be made with them
    std::function<void(const std::string& what)> warned;            ///< once, when it begins to be so
    std::function<void(const Term& term, std::int64_t days)> ends;  ///< once a day; negative: has ended
  };

  CredentialWatch(Parts parts, Hooks hooks);
  ~CredentialWatch();
  CredentialWatch(const CredentialWatch&) = delete;
  CredentialWatch& operator=(const CredentialWatch&) = delete;

  void start();
  const CredentialReport& report() const { return report_; }  ///< the newest

  static constexpr Duration interval = std::chrono::seconds{15};

 private:
  void look();
  void take(CredentialReport report);
  void warn(const CredentialReport& before);
  void warn_of_ends();

  Parts parts_;
  Hooks hooks_;
  CredentialReport report_;
  std::map<std::string, Moment> warned_;  ///< of an end, by what ends
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

/// Whole days until it ends, negative after that.
std::int64_t days_left(const Term& term, WallTime now);
/// A certificate that ends takes an errand and an authority to renew; a revocation list renews itself, and a
/// day's delay is worth a word.
bool ends_soon(const Term& term, WallTime now);

}  // namespace liftbox
