#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "protocols/city/parts.hpp"
#include "tests/city/one_record.hpp"

namespace liftbox::city {

inline constexpr const char* record_topic = "lift/v1/lift-1/record/alarm";
inline constexpr std::size_t small = 1000;   // bytes of a message, of which 300 are data
inline constexpr std::size_t larger = 1400;  // 600

std::string noise(std::size_t size);
/// As a box makes it, too large for its broker.
Record large_record(Seq seq = 7, std::size_t size = 3000);
Letter summary_of(const Record& record, Seq low = 5);
std::string parts_topic(const Record& record);
std::vector<Letter> cut(const Record& record, std::size_t largest = small);
Letter with(const Letter& letter, const char* member, const nlohmann::json& value);
Letter with_in_summary(const Letter& letter, const char* member, const nlohmann::json& value);
std::vector<Letter> operator+(std::vector<Letter> some, const std::vector<Letter>& others);

struct Desk {
  Parts parts{"lift/v1"};

  std::vector<Read> give(const std::vector<Letter>& letters);
  /// Of one letter; "waits" where it comes to nothing yet.
  std::string refusal(const Letter& letter);
};

void check_is(const Record& record, const std::vector<Read>& came);
std::string reason_of(const std::vector<Read>& came);

}  // namespace liftbox::city
