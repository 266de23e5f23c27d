#include "drivers/lines/line_connection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <utility>

namespace liftbox {
namespace {

using Error = boost::system::error_code;
using line_protocol::Message;

constexpr Duration first_reconnect_pause{500};
constexpr Duration longest_reconnect_pause{5000};
constexpr Duration greeting_time{2000};  ///< from connecting to `ready`
constexpr std::size_t longest_text = 512;
constexpr int reads_at_once = 16;  ///< then others on the agent's thread have their turn

}  // namespace

LineConnection::LineConnection(boost::asio::io_context& io, std::string name, std::string path,
                               std::vector<LineSetting> lines, const Clock& clock)
    : clock_(clock),
      path_(std::move(path)),
      lines_(std::move(lines)),
      bindings_{std::move(name), lines_.bindings()},
      socket_(io),
      look_again_(io),
      pause_(io),
      next_pause_(first_reconnect_pause) {}

void LineConnection::start(SignalSource::Deliver deliver) {
  deliver_ = std::move(deliver);
  running_ = true;
  connect_after(Duration::zero());
}

void LineConnection::stop() {
  running_ = false;
  state_ = State::idle;
  problem_ = "stopped";
  Error ignored;
  socket_.close(ignored);
  look_again_.cancel(ignored);
  pause_.cancel(ignored);
}

void LineConnection::connect_after(Duration pause) {
  pause_.expires_after(pause);
  pause_.async_wait([self = shared_from_this()](const Error& cancelled) {
    if (!cancelled && self->running_ && self->state_ == State::idle) self->connect();
  });
}

void LineConnection::connect() {
  state_ = State::greeting;
  problem_ = "waiting for the greeting of " + path_;
  unfinished_.clear();
  // An unblocked connect to a local socket is done or refused at once.
  Error error;
  socket_.open({}, error);
  if (!error) socket_.non_blocking(true, error);
  if (!error) socket_.connect(path_, error);
  if (error) {
    retry(fmt::format("no answer at {}: {}; is the simulated lift running?", path_, error.message()));
    return;
  }
  pause_.expires_after(greeting_time);
  pause_.async_wait([self = shared_from_this()](const Error& cancelled) {
    if (cancelled || self->state_ == State::idle || self->state_ == State::live) return;
    self->retry(fmt::format("{} does not say which lines it has", self->path_));
  });
  await_text();
}

/// What the lines say is unknown from here on.
void LineConnection::retry(std::string problem) {
  state_ = State::idle;
  problem_ = std::move(problem);
  Error ignored;
  socket_.close(ignored);
  look_again_.cancel();
  connect_after(next_pause_);
  next_pause_ = std::min(next_pause_ * 2, longest_reconnect_pause);
  lines_.lose_all(clock_.now());
  const auto readings = lines_.take();
  if (!std::exchange(lost_, true)) deliver_(readings);
}

void LineConnection::await_text() {
  socket_.async_wait(socket_.wait_read, [self = shared_from_this()](const Error& cancelled) {
    if (cancelled || self->state_ == State::idle) return;
    self->drain();
    if (self->state_ != State::idle) self->await_text();
  });
}

/// Takes in all edges that wait in the socket before it lets anything settle: a change has lasted only if no
/// edge to the contrary is still on its way.
void LineConnection::drain() {
  Error error;
  const Arrived arrived = read_all(error);
  if (state_ == State::idle) return;
  if (arrived == Arrived::everything && state_ == State::live) lines_.settle(clock_.now());
  if (state_ == State::live) deliver_and_look_again();
  if (arrived == Arrived::end && state_ != State::idle) {
    retry(fmt::format("{} hung up: {}; is the simulated lift running?", path_, error.message()));
  }
}

LineConnection::Arrived LineConnection::read_all(Error& error) {
  std::array<char, 4096> bytes;
  for (int i = 0; i < reads_at_once; ++i) {
    const std::size_t size = socket_.read_some(boost::asio::buffer(bytes), error);
    if (error == boost::asio::error::would_block) return Arrived::everything;
    if (error) return Arrived::end;
    take_in({bytes.data(), size});
    if (state_ == State::idle) return Arrived::end;
  }
  return Arrived::more_to_come;
}

void LineConnection::take_in(std::string_view bytes) {
  while (state_ != State::idle) {
    const auto end = bytes.find('\n');
    unfinished_ += bytes.substr(0, end);
    if (unfinished_.size() > longest_text) {
      ++malformed_;
      retry(fmt::format("{} sends no text lines: is it the line socket?", path_));
      return;
    }
    if (end == std::string_view::npos) return;
    bytes.remove_prefix(end + 1);
    understand(std::exchange(unfinished_, {}));
  }
}

void LineConnection::understand(std::string_view text) {
  if (state_ == State::greeting) {
    if (text == line_protocol::hello_text) {
      state_ = State::listing;
      unknown_lines_ = 0;
    } else {
      ++malformed_;
      retry(fmt::format("{} does not greet with \"{}\": is it the line socket?", path_,
                        line_protocol::hello_text));
    }
    return;
  }
  const auto message = line_protocol::parse(text);
  if (!message || message->kind == Message::Kind::hello) {
    ++malformed_;
  } else if (message->kind == Message::Kind::ready) {
    if (state_ == State::listing) go_live();
  } else {
    understand_line(*message);
  }
}

void LineConnection::understand_line(const Message& message) {
  const auto line = lines_.find(message.name);
  if (!line) {
    if (message.kind == Message::Kind::line) ++unknown_lines_;
    return;
  }
  const Moment at = std::min(message.at, clock_.now());
  if (message.kind == Message::Kind::line) {
    lines_.offer(*line, message.level, at);
  } else {
    lines_.edge(*line, message.level, at);
  }
}

void LineConnection::go_live() {
  state_ = State::live;
  lost_ = false;
  ++connections_;
  next_pause_ = first_reconnect_pause;
  pause_.cancel();
  problem_.clear();
  if (const auto missing = lines_.missing(); !missing.empty()) {
    problem_ = fmt::format("{} has no line {}: correct the board profile or the simulated lift", path_,
                           fmt::join(missing, ", "));
  }
  lines_.lose_missing(clock_.now());
}

void LineConnection::deliver_and_look_again() {
  if (const auto readings = lines_.take(); !readings.empty()) deliver_(readings);
  if (state_ != State::live || lines_.look_again_at() == never) return;
  look_again_.expires_after(lines_.look_again_at() - clock_.now());
  look_again_.async_wait([self = shared_from_this()](const Error& cancelled) {
    if (!cancelled && self->state_ == State::live) self->drain();
  });
}

SourceReport LineConnection::report() const {
  const bool healthy = state_ == State::live && problem_.empty();
  return {healthy,
          healthy ? fmt::format("{} lines at {}", bindings_.bindings.size(), path_) : problem_,
          {{"connections", connections_},
           {"edges", lines_.raw_edges()},
           {"malformed", malformed_},
           {"unknown_lines", unknown_lines_}}};
}

}  // namespace liftbox
