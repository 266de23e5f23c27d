#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/config/differences.hpp"
#include "agent/config/site.hpp"
#include "agent/ports/signal_source.hpp"
#include "agent/runtime/pipeline.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/worker.hpp"

namespace liftbox {

/// Takes up a changed configuration while the lift is being watched. It is read and checked as at the start,
/// off the agent's thread; a wrong one leaves everything as it is. What it does not touch goes on
/// undisturbed: the bus stays open when only a limit changes. Agent's thread.
class Reload {
 public:
  struct Parts {
    SiteConfig& site;  ///< what is in force; replaced
    std::vector<std::unique_ptr<SignalSource>>& sources;
    Pipeline& pipeline;
    Post post;
  };
  struct Hooks {
    /// Throws where the new configuration could not be started with, a password file that is gone.
    std::function<void(const SiteConfig&)> check;
    /// None where the site has none. May throw: a line that somebody else holds.
    std::function<std::unique_ptr<SignalSource>(const SiteConfig&)> make_controller, make_lines;
    std::function<void()> taken;  ///< what is in force may be new; before a new source starts
    std::function<void(SignalSource&)> start;
    /// Another broker: `then` once the connection to the old one is over and the new one is being made.
    std::function<void(std::function<void()> then)> exchange_broker;
    std::function<void()> republish;  ///< the identity: the same broker
    std::function<void()> began, ended;
  };
  struct Result {
    std::vector<std::string> refused;  ///< why it was not taken, a line each; empty: it was
    std::vector<std::string> changes;
  };
  using Tell = std::function<void(const Result&)>;

  Reload(Parts parts, Hooks hooks) : parts_{std::move(parts)}, hooks_{std::move(hooks)} {}
  ~Reload();
  Reload(const Reload&) = delete;
  Reload& operator=(const Reload&) = delete;

  /// Asked again while it reads, it reads once more: the file may have changed since. `by` is the work number
  /// of who asks; empty: the service manager.
  void ask(std::string by, Tell tell);
  void stop() { stopped_ = true; }
  /// Of the last time; empty after one that was taken.
  const std::vector<std::string>& refused() const { return refused_; }

 private:
  struct Asked {
    std::string by;
    Tell tell;
  };

  void read();
  BoxEvidence evidence(const std::vector<std::string>& changes) const;
  void consider(SiteConfig next);
  void release_sources();
  void exchange();
  void make_sources(const SiteConfig& site);
  void take();
  void refuse(std::vector<std::string> reasons);
  void finish(const Result& result);

  Parts parts_;
  Hooks hooks_;
  std::optional<Worker> reader_;
  std::vector<Asked> waiting_, again_;
  std::optional<SiteConfig> next_;
  std::vector<Difference> differences_;
  Touched touched_;
  std::vector<std::unique_ptr<SignalSource>> released_;
  std::size_t still_at_work_ = 0;
  std::vector<std::string> undisturbed_;  ///< names
  std::vector<std::string> refused_;
  bool stopped_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace liftbox
