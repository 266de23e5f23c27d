#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "agent/elevator/time.hpp"

namespace liftbox::test {

constexpr Duration patience{10'000};  ///< with other processes, on a busy machine

/// A program of its own; ended by its pid, whatever happens to the test.
class Process {
 public:
  explicit Process(std::vector<std::string> command);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// The next line that it writes; nothing if it ends or the time is over.
  std::optional<std::string> line(Duration limit = patience);
  void end(int signal);  ///< and waits until it is gone

 private:
  pid_t pid_ = 0;
  int output_ = -1;
  std::string read_;
};

/// Runs a program to its end; true if it succeeded.
bool run(const std::vector<std::string>& command);

}  // namespace liftbox::test
