#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <list>
#include <stdexcept>
#include <utility>

#include "drivers/simulated/wires/modbus_port.hpp"

namespace liftbox::simulated {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

constexpr std::size_t header = 6;  ///< of the frame, up to the length of its rest
constexpr std::size_t longest_rest = 254;

tcp::endpoint parse_endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  Error no_address;
  const auto host = asio::ip::make_address(text.substr(0, colon), no_address);
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const char* const digits = colon == std::string::npos ? end : text.data() + colon + 1;
  const auto [stopped, no_number] = std::from_chars(digits, end, port);
  if (no_address || no_number != std::errc{} || stopped != end)
    throw std::runtime_error{"\"" + text +
                             "\" is no address; write --tcp like 127.0.0.1:1502, port 0 for any"};
  return {host, port};
}

class TcpPort final : public ModbusPort {
 public:
  TcpPort(asio::io_context& io, SlaveFrames& frames, const std::string& host_and_port)
      : frames_{frames}, acceptor_{io} {
    const tcp::endpoint endpoint = parse_endpoint(host_and_port);
    try {
      acceptor_.open(endpoint.protocol());
      acceptor_.set_option(tcp::acceptor::reuse_address{true});
      acceptor_.bind(endpoint);
      acceptor_.listen();
    } catch (const boost::system::system_error& error) {
      throw std::runtime_error{host_and_port + ": " + error.code().message() +
                               "; give --tcp another port, or 0 for any"};
    }
    accept();
  }

  std::string address() const override {
    const tcp::endpoint at = acceptor_.local_endpoint();
    return at.address().to_string() + ":" + std::to_string(at.port());
  }

 private:
  struct Connection {
    tcp::socket socket;
    Bytes frame = {};
    Bytes answer = {};
  };
  using Place = std::list<Connection>::iterator;

  void accept() {
    acceptor_.async_accept([this](const Error& error, tcp::socket socket) {
      if (error) return;
      connections_.push_front({std::move(socket)});
      read_header(connections_.begin());
      accept();
    });
  }

  void read_header(Place connection) {
    connection->frame.resize(header);
    asio::async_read(connection->socket, asio::buffer(connection->frame),
                     [this, connection](const Error& error, std::size_t /*size*/) {
                       const Bytes& frame = connection->frame;
                       const auto rest = static_cast<std::size_t>(frame[4] << 8U | frame[5]);
                       if (error || rest < 2 || rest > longest_rest)
                         connections_.erase(connection);
                       else
                         read_rest(connection, rest);
                     });
  }

  void read_rest(Place connection, std::size_t rest) {
    connection->frame.resize(header + rest);
    asio::async_read(connection->socket, asio::buffer(connection->frame.data() + header, rest),
                     [this, connection](const Error& error, std::size_t /*size*/) {
                       if (error)
                         connections_.erase(connection);
                       else
                         reply(connection);
                     });
  }

  void reply(Place connection) {
    const auto answer = silent() ? std::nullopt : frames_.answer_tcp(connection->frame);
    connection->answer = answer.value_or(Bytes{});
    asio::async_write(connection->socket, asio::buffer(connection->answer),
                      [this, connection](const Error& error, std::size_t /*size*/) {
                        if (error)
                          connections_.erase(connection);
                        else
                          read_header(connection);
                      });
  }

  SlaveFrames& frames_;
  tcp::acceptor acceptor_;
  std::list<Connection> connections_;
};

}  // namespace

std::unique_ptr<ModbusPort> open_tcp_port(asio::io_context& io, SlaveFrames& frames,
                                          const std::string& host_and_port) {
  return std::make_unique<TcpPort>(io, frames, host_and_port);
}

}  // namespace liftbox::simulated
