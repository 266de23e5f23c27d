#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "drivers/simulated/lift/contacts.hpp"

namespace boost::asio {
class io_context;
}

namespace liftbox::simulated {

/// The sensor lines of the lift on a Unix socket, for any number of listeners: all levels first, then every
/// edge with its time (README.md has the text).
class LineServer {
 public:
  /// `origin_ns`: CLOCK_MONOTONIC when the lift was switched on. Throws std::runtime_error that says what to
  /// do.
  LineServer(boost::asio::io_context& io, std::string path, std::int64_t origin_ns, const Contacts& contacts);
  ~LineServer();
  LineServer(const LineServer&) = delete;
  LineServer& operator=(const LineServer&) = delete;

  void edge(Line line, bool level, Time at);

 private:
  class Listeners;
  std::string text(const char* kind, Line line, bool level, Time at) const;
  std::string greeting() const;

  std::int64_t origin_ns_;
  const Contacts& contacts_;
  std::unique_ptr<Listeners> listeners_;
};

}  // namespace liftbox::simulated
