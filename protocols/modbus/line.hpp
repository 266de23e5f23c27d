#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "protocols/modbus/register_map.hpp"

namespace liftbox::modbus {

/// A serial port or a TCP connection as a stream of bytes. libmodbus opens it and sets it up; the bytes are
/// read here, because libmodbus 3.1 reports silence and half an answer alike, does not look at the unit of a
/// TCP answer, and cannot find an answer behind noise.
class Line {
 public:
  enum class Heard : std::uint8_t { bytes, nothing, gone };

  explicit Line(BusSettings settings);
  ~Line();
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  bool open();  ///< false: `trouble` says why
  void close();
  bool is_open() const { return context_ != nullptr; }
  const std::string& trouble() const { return trouble_; }

  bool send(std::span<const std::uint8_t> bytes);  ///< false: the device is gone
  /// Appends what arrives, waiting up to `limit` for the first of it.
  Heard receive(std::vector<std::uint8_t>& bytes, std::chrono::microseconds limit);
  /// For how long nobody has been heard, or since `count_silence` was called.
  std::chrono::microseconds silence() const;
  void count_silence();

 private:
  struct Context;  // of libmodbus

  bool fail(const char* doing, int error);
  bool switch_direction();

  BusSettings settings_;
  std::unique_ptr<Context> context_;
  std::string trouble_;
  std::chrono::steady_clock::time_point heard_{};
};

}  // namespace liftbox::modbus
