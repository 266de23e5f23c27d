#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/elevator/event.hpp"

namespace liftbox::eval {

/// What has to be said, by the tables of the specification and what really
/// happened.
struct Due {
  EventType type{};
  std::string kind;      ///< what was drawn to happen
  Moment from{};         ///< said before that it is false
  Moment at = never;     ///< the specified moment; `never`: may be said, need not be
  Moment until = never;  ///< said after that it is false
  /// Said before that it is early, where it is not the specified moment: what the box has learned or knows
  /// besides may hurry it.
  std::optional<Moment> soonest{};
};

/// What was said: raised, confirmed for the first time, or noted.
struct Heard {
  EventType type{};
  Moment at{};
};

struct Mistake {
  enum class What : std::uint8_t { missed, early, late, wrong };
  What what{};
  EventType type{};
  std::string kind;  ///< of what was missed
  Moment at{};
  std::string lies{};  ///< what told the box something that was not so
};

/// How well one type, or one kind of it, was told.
struct Count {
  std::int64_t due = 0;
  std::int64_t found = 0;
  std::int64_t early = 0;               ///< found, more than `patience` before the specified moment
  std::vector<std::int32_t> delays_ms;  ///< of those found, after the specified moment

  void add(const Count& other);
};

struct TypeScore {
  std::map<std::string, Count> kinds;
  std::int64_t said = 0;
  std::int64_t wrong = 0;
  std::map<std::string, std::int64_t> wrong_by_lies;  ///< what lied meanwhile; empty: nothing

  Count all() const;
  void add(const TypeScore& other);
};

struct Score {
  std::map<EventType, TypeScore> types;
  std::int64_t lifts = 0;
  Duration watched{};
  std::int64_t readings = 0;

  /// Of one lift. What is said more than `patience` from when it should have
  /// been is a mistake.
  std::vector<Mistake> judge(const std::vector<Due>& dues, const std::vector<Heard>& heard);
  void add(const Score& other);
};

/// Contacts scatter and polls are late by that much.
inline constexpr Duration patience{2000};

/// 50 is the median, 100 the worst; sorts.
std::int32_t percentile(std::vector<std::int32_t>& values, int percent);

}  // namespace liftbox::eval
