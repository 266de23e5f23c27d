#pragma once

#include <memory>

#include "agent/config/site.hpp"

namespace liftbox {

/// The agent of one lift: wires sources, detection, store, delivery and the control socket, and runs them.
class Daemon {
 public:
  /// Opens the store and the control socket. Throws StoreError or std::runtime_error, which say what to do.
  explicit Daemon(SiteConfig site);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// Until SIGTERM or SIGINT; ends within 2 s of it.
  void run();

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace liftbox
