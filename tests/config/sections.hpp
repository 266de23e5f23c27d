#pragma once

#include <string>

/// Parts of a site file; together they make a whole one.
namespace liftbox::test {

inline const std::string site_head = "device = \"box\"\nboard = \"simulated\"\n";
inline const std::string lines_section = "[lines]\nsocket = \"lines.sock\"\n";
inline const std::string bus_section = "[controller]\nprofile = \"generic\"\ntcp.host = \"plc\"\n";

}  // namespace liftbox::test
