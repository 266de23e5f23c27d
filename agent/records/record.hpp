#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace liftbox {

using Sha256 = std::array<std::uint8_t, 32>;
using Seq = std::uint64_t;  ///< counts 1, 2, 3 … without a gap within an epoch

/// Topics and priorities of records, most urgent first.
enum class RecordClass : std::uint8_t { alarm, fault, notice, stats };
inline constexpr std::array record_classes{RecordClass::alarm, RecordClass::fault, RecordClass::notice,
                                           RecordClass::stats};
std::string_view name(RecordClass record_class);
std::optional<RecordClass> find_record_class(std::string_view name);

/// One entry of the box's unalterable diary. `bytes` are the canonical bytes: what is hashed, stored, sent
/// and kept by the receiver; the other members repeat what they say so that nobody has to parse them.
struct Record {
  std::string epoch;  ///< UUID
  Seq seq = 0;
  RecordClass record_class = RecordClass::notice;
  std::string type;          ///< "entrapment"
  std::string incident;      ///< "EPOCH:SEQ" of the incident's first record
  std::int64_t time_ms = 0;  ///< wall time since 1970
  std::string bytes;
  Sha256 hash{};  ///< of `bytes`
};

/// What a record's columns say otherwise than its bytes; empty: nothing.
std::string columns_differ(const Record& record);

struct SeqRange {
  Seq from = 0;  ///< first
  Seq upto = 0;  ///< last, included
  bool operator==(const SeqRange&) const = default;
};

std::string to_hex(const Sha256& hash);  ///< lower case
std::optional<Sha256> from_hex(std::string_view hex);

}  // namespace liftbox
