#pragma once

/// Of what several screens show, the same width on each.
namespace liftbox::screen {

inline constexpr int label_columns = 9;  ///< in front of a line
inline constexpr int phase_columns = 12;
inline constexpr int value_columns = 15;  ///< of a signal
inline constexpr int age_columns = 11;    ///< since it was read

}  // namespace liftbox::screen
