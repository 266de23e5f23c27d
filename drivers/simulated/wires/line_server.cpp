#include "drivers/simulated/wires/line_server.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <functional>
#include <list>
#include <stdexcept>
#include <utility>

namespace liftbox::simulated {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using Error = boost::system::error_code;

/// A socket that nobody serves any more is removed, anything else is not.
void make_room(asio::io_context& io, const std::string& path) {
  std::error_code unseen;
  const auto there = std::filesystem::status(path, unseen);
  if (!std::filesystem::exists(there)) return;
  stream_protocol::socket probe{io};
  Error refused;
  if (std::filesystem::is_socket(there)) probe.connect(stream_protocol::endpoint{path}, refused);
  if (!refused)
    throw std::runtime_error{path + " is there already, and " +
                             (std::filesystem::is_socket(there) ? "somebody serves it" : "is no socket") +
                             "; give --lines another path"};
  std::filesystem::remove(path, unseen);
}

}  // namespace

class LineServer::Listeners {
 public:
  Listeners(asio::io_context& io, std::string path, std::function<std::string()> greeting)
      : path_{std::move(path)}, greeting_{std::move(greeting)}, acceptor_{io} {
    make_room(io, path_);
    try {
      acceptor_.open();
      acceptor_.bind(stream_protocol::endpoint{path_});
      acceptor_.listen();
    } catch (const boost::system::system_error& error) {
      throw std::runtime_error{
          path_ + ": " + error.code().message() +
          "; give --lines a path of less than 108 letters in a directory that can be written"};
    }
    accept();
  }
  ~Listeners() {
    std::error_code gone;
    std::filesystem::remove(path_, gone);
  }
  Listeners(const Listeners&) = delete;
  Listeners& operator=(const Listeners&) = delete;

  void send(const std::string& text) {
    sockets_.remove_if([&](stream_protocol::socket& socket) { return !sent(socket, text); });
  }

 private:
  void accept() {
    acceptor_.async_accept([this](const Error& error, stream_protocol::socket socket) {
      if (error) return;
      socket.non_blocking(true);
      if (sent(socket, greeting_())) sockets_.push_back(std::move(socket));
      accept();
    });
  }

  /// Who is gone, or does not listen and lets the socket fill up, is dropped.
  static bool sent(stream_protocol::socket& socket, const std::string& text) {
    Error error;
    asio::write(socket, asio::buffer(text), error);
    return !error;
  }

  std::string path_;
  std::function<std::string()> greeting_;
  stream_protocol::acceptor acceptor_;
  std::list<stream_protocol::socket> sockets_;
};

LineServer::LineServer(asio::io_context& io, std::string path, std::int64_t origin_ns,
                       const Contacts& contacts)
    : origin_ns_{origin_ns},
      contacts_{contacts},
      listeners_{std::make_unique<Listeners>(io, std::move(path), [this] { return greeting(); })} {}

LineServer::~LineServer() = default;

void LineServer::edge(Line line, bool level, Time at) {
  listeners_->send(text("edge", line, level, at));
}

std::string LineServer::text(const char* kind, Line line, bool level, Time at) const {
  const std::int64_t t_ns = origin_ns_ + std::chrono::nanoseconds{at}.count();
  return std::string{kind} + " " + std::string{line_names.at(static_cast<std::size_t>(line))} +
         (level ? " 1 " : " 0 ") + std::to_string(t_ns) + "\n";
}

std::string LineServer::greeting() const {
  std::string all = "liftbox-lines 1\n";
  for (std::size_t i = 0; i < line_names.size(); ++i) {
    const auto line = static_cast<Line>(i);
    all += text("line", line, contacts_.wire(line).level, contacts_.wire(line).since);
  }
  return all + "ready\n";
}

}  // namespace liftbox::simulated
