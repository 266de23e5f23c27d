#pragma once

#include <bitset>
#include <cstdint>
#include <initializer_list>

namespace liftbox {

/// What the car's state tells beyond single signals. A detector names those that it reads.
enum class Word : std::uint8_t {
  moving,
  shut,
  open,
  fast,
  inspection,
  in_zone,
  occupancy,  ///< at a landing, too
  mode,
  runs,  ///< began, ended, stopped, how many, the full travel
  acknowledged,
};
inline constexpr std::size_t word_count = 10;

using WordSet = std::bitset<word_count>;
constexpr WordSet word_set(std::initializer_list<Word> all) {
  unsigned long long bits = 0;
  for (const Word word : all) bits |= 1ULL << static_cast<unsigned>(word);
  return {bits};
}

}  // namespace liftbox
