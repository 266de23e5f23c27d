#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/elevator/causes/cause.hpp"
#include "agent/elevator/signal.hpp"
#include "agent/elevator/time.hpp"

namespace liftbox::modbus {

/// The read functions of Modbus. There is no other kind in this program: it cannot write to a controller.
enum class Function : std::uint8_t {
  read_coils = 1,
  read_discrete_inputs = 2,
  read_holding_registers = 3,
  read_input_registers = 4,
};

enum class RegisterType : std::uint8_t { bit, u16, i16, u32, i32, f32 };
enum class WordOrder : std::uint8_t { big, little };  ///< which register of a 32-bit value comes first

/// Where one number is found in a device, and how it is read.
struct Register {
  Function function = Function::read_holding_registers;
  std::uint16_t address = 0;  ///< 0-based, as on the wire
  RegisterType type = RegisterType::u16;
  WordOrder word_order = WordOrder::big;
  /// Bits [first, first + count) of a 16-bit register, for switches packed into one word.
  struct Bits {
    int first = 0;
    int count = 1;
  };
  std::optional<Bits> bits{};
  /// value = raw * scale + offset
  double scale = 1.0;
  double offset = 0.0;
  Duration interval{1000};
};

/// Where one signal is found in a controller, and what its numbers mean; rounded to the signal's unit. Data,
/// read from `profiles/controllers/*.toml`.
struct RegisterEntry {
  Signal signal;
  Register wire{};
  bool inverted = false;  ///< booleans: the register says the opposite
  /// Raw number -> enumerator, for enumerations. A number not listed is a lying register: unknown.
  std::map<std::int64_t, Value> enumerators{};
};

/// How much a controller answers in one piece.
struct BlockLimits {
  int max_gap = 10;  ///< registers that nobody asked for and that may be read across; 0: it refuses holes
  int max_registers =
      125;  ///< in one request; 125 is the protocol's own (Modbus Application Protocol 1.1b3, 6.3)
};

/// What a controller's own fault number means.
struct FaultMeaning {
  std::string what;
  std::optional<int> gb24476;  ///< the national fault code it stands for, if there is one
  std::optional<Cause> cause;  ///< of an entrapment: the part that has failed
};

/// A register that no rule knows, for telemetry.
struct CustomRegister {
  std::string name;  ///< "custom.motor_temperature"
  std::string unit;  ///< of measure, as people write it; empty: none
  Register wire{};
};

struct RegisterMap {
  std::string name;  ///< "generic"
  std::vector<RegisterEntry> entries;
  std::string description{};  ///< of the controllers it fits
  BlockLimits limits{};
  std::map<Value, FaultMeaning> faults{};  ///< by the content of the signal controller_fault
  std::string sources{};                   ///< where its facts are from
  std::string tried_on{};                  ///< which hardware; "nothing yet"
  std::vector<CustomRegister> custom{};

  std::size_t size() const { return entries.size() + custom.size(); }
  /// Those of the entries, then the custom ones.
  const Register& wire(std::size_t index) const {
    return index < entries.size() ? entries[index].wire : custom[index - entries.size()].wire;
  }
};

/// One slave of a bus.
struct Unit {
  std::string name = "controller";  ///< of the source, as people see it
  std::uint8_t number = 1;          ///< 1 to 247
  RegisterMap registers{};
};

/// The transceiver's direction is switched by the serial driver (TIOCSRS485), for ports whose hardware does
/// not switch by itself.
struct Rs485 {
  bool rts_on_send = true;  ///< RTS is high while sending
  Duration before_send{0};  ///< RTS changes so long before the first bit
  Duration after_send{0};   ///< and so long after the last
};

struct RtuLine {
  static constexpr int data_bits = 8;  ///< of RTU: MODBUS over Serial Line V1.02, 2.5.1

  std::string device;  ///< /dev/serial/by-path/…
  int baud = 19200;
  char parity = 'N';  ///< N, E, O
  int stop_bits = 1;
  std::optional<Rs485> rs485{};
};

struct TcpPeer {
  std::string host;
  std::uint16_t port = 502;
};

struct BusSettings {
  std::optional<RtuLine> rtu{};  ///< exactly one of rtu, tcp
  std::optional<TcpPeer> tcp{};
  Duration response_timeout{300};
  Duration turnaround{
      0};  ///< least pause between an answer and the next request; RTU keeps 3.5 characters anyway
};

}  // namespace liftbox::modbus
