#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "agent/ports/clock.hpp"
#include "protocols/city/arrival.hpp"

namespace liftbox::city {

/// What a box is told after a commit: 1 to `upto` are here, and these ranges beyond it.
struct Receipt {
  Diary diary;
  Seq upto = 0;
  std::vector<SeqRange> ranges;
};

/// What it is asked to send again.
struct Request {
  Diary diary;
  SeqRange range;
};

/// Something to publish for a box.
struct Command {
  std::string topic;
  std::string payload;
};

/// Runs of numbers, of those above `above`.
std::vector<SeqRange> runs(std::vector<Seq> seqs, Seq above);

/// Commands of the box, by the words of protocols/README.md; `by` is who the city is to it.
class CommandWriter {
 public:
  CommandWriter(std::string topic_root, std::string by, const Clock& clock)
      : topic_root_{std::move(topic_root)}, by_{std::move(by)}, clock_{clock} {}

  /// One, or several where there are more ranges than a box takes in one.
  std::vector<Command> receipt(const Receipt& receipt) const;
  Command resend(const Request& request) const;

  static constexpr std::size_t most_ranges = 1000;

 private:
  nlohmann::json begin(const Diary& diary) const;
  Command finish(const Diary& diary, const char* name, const nlohmann::json& body) const;

  std::string topic_root_;
  std::string by_;
  const Clock& clock_;
};

}  // namespace liftbox::city
