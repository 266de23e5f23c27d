#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace liftbox::bench {

/// A slave on a pty that takes the time of a wire: a request is heard when its last bit would have come, the
/// answer begins after the silence of 3.5 characters, and each of its bytes arrives when its stop bit would.
/// Figures of a bus without that are figures of a pipe. One unit, registers that count up.
class PacedSlave {
 public:
  struct Nature {
    std::uint8_t unit = 1;
    int damaged_in_1000 = 0;  ///< answers with a flipped bit
  };

  PacedSlave(int baud, Nature nature);
  ~PacedSlave();
  PacedSlave(const PacedSlave&) = delete;
  PacedSlave& operator=(const PacedSlave&) = delete;

  const std::string& device() const { return device_; }
  void hush(bool silent) { silent_ = silent; }
  void babble(std::chrono::milliseconds length);  ///< noise at the rate of the wire; returns when it is over
  std::chrono::nanoseconds busy() const { return std::chrono::nanoseconds{busy_ns_}; }  ///< bits on the wire
  std::uint64_t answers() const { return answers_; }

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  void serve(const std::vector<std::uint8_t>& request, Clock::time_point arrived);
  void send(const std::vector<std::uint8_t>& bytes, Clock::time_point from);

  std::chrono::nanoseconds character_;
  std::chrono::nanoseconds gap_;
  Nature nature_;
  std::string device_;
  int descriptor_ = -1;
  int keeper_ = -1;
  std::array<int, 2> stop_{-1, -1};
  std::atomic<bool> silent_ = false;
  std::atomic<std::int64_t> busy_ns_ = 0;
  std::atomic<std::uint64_t> answers_ = 0;
  std::mt19937 dice_{1};
  std::thread thread_;
};

}  // namespace liftbox::bench
