#pragma once

#include <string>
#include <vector>

#include "agent/elevator/signal.hpp"
#include "agent/elevator/time.hpp"

namespace liftbox {

enum class Quality : std::uint8_t {
  good,
  stale,  ///< not read for longer than it may be trusted
  bad,    ///< the source cannot tell: no answer, an exception, a value that cannot be
  /// A poll that was due brought nothing. In a recording, which tells changes only: the last value stands as
  /// it was read last, until it is stale.
  unread,
};
std::string_view name(Quality quality);

/// One signal of the lift, its value, and when it happened (kernel time for edges, arrival of the answer for
/// polls). With a quality other than good the value means nothing.
struct Reading {
  Signal signal;
  Value value;
  Moment at;
  Quality quality = Quality::good;
  int raw_edges = 0;  ///< of its line since it last told, bounces included; nothing else has any
};

/// How a signal reaches us, which decides how long its last value may be believed.
enum class Arrival : std::uint8_t {
  polled,  ///< stale after max(5 s, 3 intervals)
  edges,   ///< a line: quiet means unchanged
  trace,   ///< a recording: holds until the next row; held for 1 s it counts as read again, until `unread`
};

struct Binding {
  Signal signal;
  Arrival arrival = Arrival::edges;
  Duration interval{};  ///< between two polls; nothing for lines and traces
};

/// What one source provides.
struct SourceBindings {
  std::string source;
  std::vector<Binding> bindings;
};

}  // namespace liftbox
