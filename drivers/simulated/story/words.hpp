#pragma once

#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>

#include "drivers/simulated/lift/time.hpp"

namespace liftbox::simulated {

/// A line of a story is not understood; says why.
struct Misunderstood : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The words of one line, taken from the left. What is asked for and not there is Misunderstood; `what` names
/// it to the author.
class Words {
 public:
  explicit Words(const std::string& line) : in_{line} {}

  std::string word(const std::string& what);
  int number(const std::string& what, int lowest, int highest);
  std::optional<int> number_or_any(const std::string& what, int lowest, int highest);  ///< empty: any
  Time seconds(const std::string& what);
  void end();  ///< nothing more may come

 private:
  std::istringstream in_;
};

/// "12.5" as time; empty where it is no such number.
std::optional<Time> parse_seconds(const std::string& text);

}  // namespace liftbox::simulated
