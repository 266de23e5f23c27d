#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "agent/records/record.hpp"

namespace liftbox {

/// How a record travels: `{"hash":"<hex>","low":N,"record":<canonical bytes, verbatim>}`. `low` is the oldest
/// sequence number of the epoch that is not done: what lies below it, the platform has.
std::string envelope(const Record& record, Seq low);

/// Of a record that is larger than the broker takes: `{"hash":"<hex>","low":N,"summary":{…}}`, with what a
/// platform must know at once. The record itself comes in parts, named as `summary.parts` says.
std::string summary_envelope(const Record& record, Seq low);

struct Opened {
  Seq low = 0;
  Sha256 hash{};
  std::string_view bytes;  ///< of the record, within the text that was given
};
/// Nothing where the text is no envelope, or the hash is not that of the bytes; `why` is then told what is
/// wrong.
std::optional<Opened> open_envelope(std::string_view text, std::string* why = nullptr);

}  // namespace liftbox
