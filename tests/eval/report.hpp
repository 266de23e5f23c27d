#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "tests/eval/brakes.hpp"

namespace liftbox::eval {

/// What was watched, and how well it was told.
struct Chapter {
  std::string title;
  std::string about;  ///< a sentence or two: what was simulated
  std::string seeds;
  Score score;
  std::optional<EventType> kinds_of{};  ///< whose kinds are shown by themselves
  std::optional<EventType> only{};      ///< of all that was said
};

/// Brakes that degrade: what they do, and how their lives went.
using BrakeChapter = std::vector<std::pair<std::string, BrakeLives>>;

/// Markdown: a table for each chapter.
void write_report(std::ostream& out, const std::vector<Chapter>& chapters, const BrakeChapter& brakes,
                  const std::string& command);

/// How late confirmed entrapments were, a line for each kind.
std::string entrapment_plot(const Score& score);

/// At most so many in that time, with 95 % confidence, where so many were seen:
/// 3 for none.
double upper_bound(std::int64_t seen);

}  // namespace liftbox::eval
