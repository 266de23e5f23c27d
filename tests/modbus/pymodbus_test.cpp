#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <map>

#include "protocols/modbus/bus.hpp"
#include "tests/modbus/monotonic_clock.hpp"

using namespace liftbox;
using namespace liftbox::modbus;
using test::MonotonicClock;

namespace {

/// The foreign slave as a process; its first line says where it listens.
class ForeignSlave {
 public:
  explicit ForeignSlave(const char* wire) {
    std::array<int, 2> out{};
    REQUIRE(::pipe(out.data()) == 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_addclose(&actions, out[0]);
    std::array<std::string, 3> arguments{"python3", PYMODBUS_SLAVE, wire};
    std::array<char*, 4> argv{arguments[0].data(), arguments[1].data(), arguments[2].data(), nullptr};
    REQUIRE(::posix_spawn(&pid_, "/usr/bin/python3", &actions, nullptr, argv.data(), environ) == 0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(out[1]);
    for (char c = 0;
         (where_.empty() || where_.back() != '\n') && readable(out[0]) && ::read(out[0], &c, 1) == 1;)
      where_ += c;
    ::close(out[0]);
    REQUIRE_FALSE(where_.empty());
    where_.pop_back();
  }
  ~ForeignSlave() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ForeignSlave(const ForeignSlave&) = delete;
  ForeignSlave& operator=(const ForeignSlave&) = delete;

  const std::string& where() const { return where_; }

 private:
  static bool readable(int descriptor) {
    pollfd waiting{descriptor, POLLIN, 0};
    return ::poll(&waiting, 1, 20'000) == 1;
  }

  pid_t pid_ = 0;
  std::string where_;
};

RegisterMap every_type() {
  using enum RegisterType;
  using Bits = Register::Bits;
  const auto coils = Function::read_coils;
  const auto discrete = Function::read_discrete_inputs;
  const auto inputs = Function::read_input_registers;
  return {"every type",
          {
              {.signal = Signal::car_speed, .wire = {.address = 0, .type = u16}},
              {.signal = Signal::cabinet_temperature, .wire = {.address = 1, .type = i16}},
              {.signal = Signal::car_position, .wire = {.address = 2, .type = i32}},
              {.signal = Signal::controller_fault,
               .wire = {.address = 4, .type = i32, .word_order = WordOrder::little, .offset = -65'000}},
              {.signal = Signal::battery_mv, .wire = {.address = 6, .type = u32, .scale = 0.1}},
              {.signal = Signal::acceleration_mg, .wire = {.address = 8, .type = f32, .scale = 1000}},
              {.signal = Signal::load_kg,
               .wire = {.address = 10, .type = f32, .word_order = WordOrder::little, .scale = 10}},
              {.signal = Signal::safety_chain, .wire = {.address = 12, .type = u16, .bits = Bits{6, 1}}},
              {.signal = Signal::car_moving,
               .wire = {.address = 12, .type = u16, .bits = Bits{0, 1}},
               .inverted = true},
              {.signal = Signal::car_direction, .wire = {.address = 13}, .enumerators = {{1, 2}, {2, 1}}},
              {.signal = Signal::floor, .wire = {.function = inputs, .address = 0}},
              {.signal = Signal::limit_top, .wire = {.function = coils, .address = 0, .type = bit}},
              {.signal = Signal::limit_bottom, .wire = {.function = coils, .address = 1, .type = bit}},
              {.signal = Signal::car_call, .wire = {.function = coils, .address = 2, .type = bit}},
              {.signal = Signal::tamper, .wire = {.function = discrete, .address = 1, .type = bit}},
          }};
}

const std::map<Signal, Value> expected{
    {Signal::car_speed, 1750},
    {Signal::cabinet_temperature, -50},
    {Signal::car_position, -12345},
    {Signal::controller_fault, 538},
    {Signal::battery_mv, 12346},
    {Signal::acceleration_mg, 12346},
    {Signal::load_kg, -15},
    {Signal::safety_chain, 1},
    {Signal::car_moving, 1},
    {Signal::car_direction, 1},
    {Signal::floor, 42},
    {Signal::limit_top, 1},
    {Signal::limit_bottom, 0},
    {Signal::car_call, 1},
    {Signal::tamper, 1},
};

void read_everything(const BusSettings& settings) {
  MonotonicClock clock;
  Bus bus{settings, {{.registers = every_type()}}, clock};
  std::map<Signal, Value> read;
  for (int block = 0; block < 4; ++block)
    for (const Reading& reading : bus.poll(clock.now()).readings) {
      CHECK(reading.quality == Quality::good);
      read[reading.signal] = reading.value;
    }
  CHECK(read == expected);
  CHECK(bus.counters().requests == 4);
  CHECK(bus.counters().answers == 4);
  CHECK(bus.report().healthy);
}

void ask_for_what_is_not_there(const BusSettings& settings) {
  MonotonicClock clock;
  Bus bus{settings,
          {{.registers = {"elsewhere", {{.signal = Signal::floor, .wire = {.address = 5000}}}}}},
          clock};
  CHECK(bus.poll(clock.now()).readings.at(0).quality == Quality::bad);
  CHECK(bus.counters().exceptions == std::map<std::uint8_t, std::uint64_t>{{2, 1}});
}

}  // namespace

TEST_CASE("a foreign slave on TCP is read, every type", "[modbus][process]") {
  const ForeignSlave slave{"tcp"};
  const TcpPeer peer{.host = "127.0.0.1", .port = static_cast<std::uint16_t>(std::stoi(slave.where()))};
  const BusSettings settings{.tcp = peer, .response_timeout = Duration{2000}};
  read_everything(settings);
  ask_for_what_is_not_there(settings);
}

TEST_CASE("a foreign slave on RTU is read, every type", "[modbus][process]") {
  const ForeignSlave slave{"rtu"};
  const BusSettings settings{.rtu = RtuLine{.device = slave.where()}, .response_timeout = Duration{2000}};
  read_everything(settings);
  ask_for_what_is_not_there(settings);
}
