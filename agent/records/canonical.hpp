#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace liftbox {

/// The canonical bytes of a record: JSON in UTF-8, without white space and without a byte order mark.
/// - The members of every object are sorted by the bytes of their names, each name once. The order of UTF-8
///   bytes is that of code points; it is not that of UTF-16 units, by which JavaScript and RFC 8785 sort.
/// - In strings `"` and `\` are escaped as \" and \\, U+0000 to U+001F as \b \t \n \f \r where there is such
/// a
///   form and else as \u00xx in lower case. All else stands as it is: the solidus, U+007F, U+2028, everything
///   beyond ASCII. Nothing is normalised.
/// - Numbers are whole, from -2^63 to 2^64 - 1, in plain decimals: no sign +, no leading zero, no exponent.
///
/// Python writes the same bytes with json.dumps(record, sort_keys=True, separators=(",", ":"),
/// ensure_ascii=False).encode().
///
/// A float, or text that is not UTF-8, has no place in a record: std::logic_error.
std::string canonical(const nlohmann::json& record);

/// Text from outside (a socket, a driver's message) made fit for a record: what is not UTF-8 becomes U+FFFD.
std::string to_utf8(const std::string& text);

}  // namespace liftbox
