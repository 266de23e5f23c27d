#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace liftbox::simulated {

using Bytes = std::vector<std::uint8_t>;

/// A Modbus slave that serves holding registers: function 03 and nothing else. It shares no code with the
/// reader that it is there to test.
class SlaveFrames {
 public:
  explicit SlaveFrames(std::uint8_t unit) : unit_{unit} {}

  void load(std::span<const std::uint16_t> registers) { registers_ = {registers.begin(), registers.end()}; }

  /// The answer to a whole RTU frame; nothing where its CRC is wrong or it is not for this unit.
  std::optional<Bytes> answer_rtu(std::span<const std::uint8_t> frame);
  /// The answer to a whole TCP frame, MBAP header included; nothing where it is not for this unit.
  std::optional<Bytes> answer_tcp(std::span<const std::uint8_t> frame);

  /// How long the RTU request is that begins so; nothing while that cannot be told from its bytes.
  static std::optional<std::size_t> rtu_length(std::span<const std::uint8_t> begun);

  std::uint64_t requests() const { return requests_; }
  std::uint64_t writes_refused() const { return writes_refused_; }

 private:
  bool takes(std::uint8_t unit, std::uint8_t function);
  Bytes answer(std::span<const std::uint8_t> pdu) const;

  std::uint8_t unit_;
  std::vector<std::uint16_t> registers_;
  std::uint64_t requests_ = 0;
  std::uint64_t writes_refused_ = 0;
};

std::uint16_t crc16(std::span<const std::uint8_t> bytes);

}  // namespace liftbox::simulated
