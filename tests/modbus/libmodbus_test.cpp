#include <modbus/modbus.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <thread>

#include "protocols/modbus/bus.hpp"
#include "tests/modbus/monotonic_clock.hpp"

using namespace liftbox;
using namespace liftbox::modbus;
using liftbox::test::MonotonicClock;

namespace {

/// A server made of libmodbus, with registers 0 to 19 and nothing behind them.
class LibmodbusServer {
 public:
  LibmodbusServer() {
    if (listener_ < 0 || map_ == nullptr) throw std::runtime_error{"libmodbus serves no TCP here"};
    for (int i = 0; i < registers; ++i) map_->tab_registers[i] = static_cast<std::uint16_t>(100 + i);
    thread_ = std::thread{[this] { serve(); }};
  }
  ~LibmodbusServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
    modbus_mapping_free(map_);
    modbus_free(context_);
  }
  LibmodbusServer(const LibmodbusServer&) = delete;
  LibmodbusServer& operator=(const LibmodbusServer&) = delete;

  std::uint16_t port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }

 private:
  static constexpr int registers = 20;

  /// Until the one client hangs up.
  void serve() {
    int listener = listener_;
    if (modbus_tcp_accept(context_, &listener) < 0) return;
    std::array<std::uint8_t, MODBUS_TCP_MAX_ADU_LENGTH> query{};
    for (int size = 0; (size = modbus_receive(context_, query.data())) >= 0;)
      if (size > 0) modbus_reply(context_, query.data(), size, map_);
    modbus_close(context_);
  }

  modbus_t* context_ = modbus_new_tcp("127.0.0.1", 0);
  modbus_mapping_t* map_ = modbus_mapping_new(0, 0, registers, 0);
  int listener_ = modbus_tcp_listen(context_, 1);
  std::thread thread_;
};

}  // namespace

TEST_CASE("a server made of libmodbus is read, and what it refuses costs only what it lacks", "[modbus]") {
  const LibmodbusServer server;
  MonotonicClock clock;
  Unit unit;
  unit.registers.entries = {{.signal = Signal::load_kg, .wire = {.address = 2}},
                            {.signal = Signal::car_speed, .wire = {.address = 5}},
                            {.signal = Signal::controller_fault, .wire = {.address = 18}},
                            {.signal = Signal::floor, .wire = {.address = 20}}};
  Bus bus{{.tcp = TcpPeer{.host = "127.0.0.1", .port = server.port()}}, {unit}, clock};
  std::map<Signal, Value> read;
  std::vector<Signal> lacking;
  for (int turn = 0; turn < 5; ++turn)
    for (const Reading& reading : bus.poll(clock.now()).readings)
      if (reading.quality == Quality::good)
        read[reading.signal] = reading.value;
      else
        lacking.push_back(reading.signal);
  CHECK(read == std::map<Signal, Value>{
                    {Signal::load_kg, 102}, {Signal::car_speed, 105}, {Signal::controller_fault, 118}});
  CHECK(lacking == std::vector{Signal::floor});
  CHECK(bus.counters().exceptions == std::map<std::uint8_t, std::uint64_t>{{2, 2}});
}
