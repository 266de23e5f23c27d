#pragma once

#include <optional>
#include <string_view>

#include "agent/elevator/time.hpp"

/// What the simulated lift says on its line socket, one text line each.
namespace liftbox::line_protocol {

inline constexpr std::string_view hello_text = "liftbox-lines 1";

struct Message {
  enum class Kind : unsigned char {
    hello,
    line,  ///< a line that is there, its level and the time of its last edge
    ready,
    edge,
  };
  Kind kind;
  std::string_view name;  ///< of the line; lives as long as the text
  bool level = false;
  Moment at{};  ///< CLOCK_MONOTONIC, as the kernel stamps GPIO edges
};

/// Empty where the text is no such message.
std::optional<Message> parse(std::string_view text);

}  // namespace liftbox::line_protocol
