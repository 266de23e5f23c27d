#include <algorithm>
#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>

#include "drivers/simulated/wires/modbus_port.hpp"
#include "drivers/simulated/wires/pty.hpp"

namespace liftbox::simulated {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Error = boost::system::error_code;

constexpr std::chrono::milliseconds silence{20};    ///< ends a frame whose bytes do not tell its length
constexpr std::chrono::milliseconds chunk_time{1};  ///< a reader's UART hands over its bytes in chunks, too

class RtuPort final : public ModbusPort {
 public:
  RtuPort(asio::io_context& io, SlaveFrames& frames, const RtuWire& wire)
      : frames_{frames},
        character_{std::chrono::nanoseconds{std::chrono::seconds{wire.bits_per_character}} / wire.baud},
        pty_{wire.link},
        port_{io, pty_.master()},
        frame_end_{io},
        pace_{io} {
    port_.non_blocking(true);
    receive();
  }

  std::string address() const override { return pty_.device(); }

 private:
  void receive() {
    port_.async_read_some(asio::buffer(chunk_), [this](const Error& error, std::size_t size) {
      if (error) return;
      take(size);
      receive();
    });
  }

  void take(std::size_t size) {
    if (silent()) {
      begun_.clear();
      return;
    }
    begun_.insert(begun_.end(), chunk_.begin(), chunk_.begin() + static_cast<std::ptrdiff_t>(size));
    const auto length = SlaveFrames::rtu_length(begun_);
    if (length && begun_.size() >= *length) {
      finish_frame();
      return;
    }
    frame_end_.expires_after(silence);
    frame_end_.async_wait([this](const Error& cancelled) {
      if (!cancelled) finish_frame();
    });
  }

  /// The request came in no time; on a wire its last byte would pass later, and 3.5 characters of silence
  /// follow.
  void finish_frame() {
    frame_end_.cancel();
    const auto answer = frames_.answer_rtu(begun_);
    const auto request = static_cast<std::int64_t>(begun_.size());
    begun_.clear();
    if (!answer) return;
    answer_ = *answer;
    sent_ = 0;
    answer_begins_ = Clock::now() + character_ * request + character_ * 7 / 2;
    send_what_is_due();
  }

  void send_what_is_due() {
    const Clock::time_point now = Clock::now();
    const auto passed = std::max<std::int64_t>(0, (now - answer_begins_) / character_);
    const std::size_t due = std::min(answer_.size(), static_cast<std::size_t>(passed));
    Error full;
    if (due > sent_ && !silent())
      port_.write_some(asio::buffer(answer_.data() + sent_, due - sent_), full);  // nobody reads: lost
    sent_ = std::max(sent_, due);
    if (sent_ == answer_.size()) return;
    const Clock::time_point next = std::max(passed_at(sent_ + 1), now + chunk_time);
    pace_.expires_at(std::min(passed_at(answer_.size()), next));
    pace_.async_wait([this](const Error& cancelled) {
      if (!cancelled) send_what_is_due();
    });
  }

  /// When so many characters of the answer have passed the wire.
  Clock::time_point passed_at(std::size_t characters) const {
    return answer_begins_ + character_ * static_cast<std::int64_t>(characters);
  }

  SlaveFrames& frames_;
  std::chrono::nanoseconds character_;
  Pty pty_;
  asio::posix::stream_descriptor port_;
  asio::steady_timer frame_end_;
  asio::steady_timer pace_;
  std::array<std::uint8_t, 256> chunk_{};
  Bytes begun_;
  Bytes answer_;
  std::size_t sent_ = 0;
  Clock::time_point answer_begins_;
};

}  // namespace

std::unique_ptr<ModbusPort> open_rtu_port(asio::io_context& io, SlaveFrames& frames, const RtuWire& wire) {
  return std::make_unique<RtuPort>(io, frames, wire);
}

}  // namespace liftbox::simulated
