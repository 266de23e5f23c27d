#pragma once

#include <iosfwd>
#include <string>

namespace liftbox::cli {

/// Without a work number it says who is signed in. Asks for the PIN where PINs are kept.
void sign_in(const std::string& socket, const std::string& work_number, std::ostream& out);
void sign_out(const std::string& socket, std::ostream& out);

/// Prints the line that stands for a PIN in the file of PINs; needs no daemon.
void make_pin(const std::string& work_number, std::ostream& out);

}  // namespace liftbox::cli
