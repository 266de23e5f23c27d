#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "agent/ports/clock.hpp"
#include "agent/ports/signal_source.hpp"
#include "drivers/lines/line_protocol.hpp"
#include "drivers/lines/line_set.hpp"

namespace liftbox {

/// The way to the line socket: connects, listens, and begins anew when it is lost. Lives on while Asio still
/// holds handlers of it.
class LineConnection : public std::enable_shared_from_this<LineConnection> {
 public:
  LineConnection(boost::asio::io_context& io, std::string name, std::string path,
                 std::vector<LineSetting> lines, const Clock& clock);

  const SourceBindings& bindings() const { return bindings_; }
  void start(SignalSource::Deliver deliver);
  void stop();
  SourceReport report() const;

 private:
  enum class State { idle, greeting, listing, live };
  enum class Arrived { everything, more_to_come, end };

  void connect_after(Duration pause);
  void connect();
  void retry(std::string problem);
  void await_text();
  void drain();
  Arrived read_all(boost::system::error_code& error);
  void take_in(std::string_view bytes);
  void understand(std::string_view text);
  void understand_line(const line_protocol::Message& message);
  void go_live();
  void deliver_and_look_again();

  const Clock& clock_;
  const std::string path_;
  LineSet lines_;
  const SourceBindings bindings_;
  boost::asio::local::stream_protocol::socket socket_;
  boost::asio::steady_timer look_again_;
  boost::asio::steady_timer pause_;  ///< before the next attempt; while it greets us, until we give up
  SignalSource::Deliver deliver_;

  State state_ = State::idle;
  bool running_ = false;
  bool lost_ = false;  ///< and said so
  Duration next_pause_;
  std::string problem_ = "not started";
  std::string unfinished_;  ///< text without its line end yet
  std::uint64_t connections_ = 0;
  std::uint64_t malformed_ = 0;
  std::uint64_t unknown_lines_ = 0;
};

}  // namespace liftbox
