#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "agent/records/record.hpp"

namespace liftbox::city {

/// A message as the broker gave it.
struct Letter {
  std::string topic;
  std::string payload;
};

/// Which diary of which box.
struct Diary {
  std::string device;
  std::string epoch;
  auto operator<=>(const Diary&) const = default;
};

/// A record that is what its hash says, with what the city's columns want of it.
struct Arrival {
  Diary diary;
  Seq seq = 0;
  Seq low = 0;  ///< the oldest of the epoch that the box cannot count as received
  Sha256 hash{};
  Sha256 prev{};
  std::string time;  ///< RFC 3339, UTC
  std::string clock, boot, record_class, type, phase, confidence, incident, lift;
  std::int64_t mono_ms = 0;
  std::string bytes;
  std::string body;  ///< JSON for jsonb: without the snapshot, U+0000 as U+FFFD
  Letter letter;     ///< as it came
};

/// A retained document of a box.
struct Document {
  enum class Kind : std::uint8_t { identity, status, state };
  Kind kind = Kind::identity;
  std::string device;
  std::string text;  ///< JSON for jsonb
  Letter letter;     ///< as it came
};

/// What is none of these.
struct DeadLetter {
  Letter letter;
  std::string reason;
};

using Read = std::variant<Arrival, Document, DeadLetter>;

/// Reads what came below the topic root ("lift/v1"). What is wrong is told, not thrown.
Read read_letter(Letter letter, std::string_view topic_root);

/// Of a topic `ROOT/DEVICE/…`; empty where it is none.
std::string_view device_of(std::string_view topic, std::string_view topic_root);

}  // namespace liftbox::city
