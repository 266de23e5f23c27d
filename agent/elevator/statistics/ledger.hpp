#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/elevator/statistics/counts.hpp"
#include "agent/elevator/wall.hpp"

namespace liftbox {

/// The counts of an hour, a day, or of a while before the clock was set.
struct StatisticsDocument {
  enum class Period : std::uint8_t { hour, day, since_boot };

  Period period = Period::hour;
  Moment at{};                          ///< when it was closed
  std::optional<std::int64_t> from_ms;  ///< wall time; nothing where it cannot be told any more
  std::optional<std::int64_t> until_ms;
  int utc_offset_min = 0;
  Counts counts;
  Counts total;                                  ///< since the box was installed, with this
  std::optional<std::int64_t> total_since_ms;    ///< wall time; nothing while the clock was never set
  std::bitset<counter_count> told;               ///< what the bound signals can tell
  std::map<std::string, std::int64_t> usual_us;  ///< 95th percentile of each time on the days before
  /// Of a day: from the last maintenance visit that counts until its end.
  std::optional<std::int64_t> days_since_visit;
};
std::string_view name(StatisticsDocument::Period period);

/// Keeps the counts by hour and day of the wall clock, whatever the clock does: each is counted in one hour
/// only, and the totals never go back.
///
/// - A clock that jumps ahead closes the hour with what is in it; the hours it leaps over have no document.
/// - A clock set back within `stays` leaves the hour open until its end comes again. Set back further it
/// closes
///   the hour, and documents of hours that were told before come again: they hold what is new, and add up.
/// - While the clock is unset all goes to `since_boot`, which is placed once it is set, or closed after a
/// day.
class Ledger {
 public:
  static constexpr Duration stays{std::chrono::hours{1}};
  static constexpr Duration longest_unplaced{std::chrono::hours{24}};

  struct Memory {
    Counts hour;
    Counts day;    ///< its closed hours
    Counts total;  ///< all closed hours
    Counts unplaced;
    std::optional<std::int64_t> open_hour;  ///< local hours since 1970
    std::optional<Moment> unplaced_since;
    bool unplaced_rebooted = false;  ///< in more than one boot: where it began cannot be told any more
    std::optional<std::int64_t> total_since_ms;
    std::map<std::string, std::int64_t> usual_us;  ///< by timing, see follow_usual

    /// The open hour can be told in milliseconds: it lies within a thousand years of 1970.
    bool sound() const {
      constexpr std::int64_t most = std::int64_t{24} * 366 * 1000;
      return !open_hour || (*open_hour > -most && *open_hour < most);
    }
    std::optional<WallTold> wall;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("hour", hour);
      visit("day", day);
      visit("total", total);
      visit("unplaced", unplaced);
      visit("open_hour", open_hour);
      visit("unplaced_since", unplaced_since);
      visit("unplaced_rebooted", unplaced_rebooted);
      visit("total_since_ms", total_since_ms);
      visit("usual_us", usual_us);
      visit("wall", wall);
    }
  };

  void wall(const WallTold& told) { memory.wall = told; }
  void visited(std::optional<Moment> last) { last_visit_ = last; }
  /// Closes what is over.
  void turn(Moment now, std::vector<StatisticsDocument>& closed);
  Moment next_turn(Moment now) const;
  /// Where to count now.
  Counts& open();
  /// The machine was started again: nobody knows for how long it was off.
  void rebooted() {
    memory.unplaced_rebooted = memory.unplaced_since.has_value();
    memory.wall.reset();
  }

  /// The day until now, or what there is since the boot.
  StatisticsDocument today(Moment now) const;

  Memory memory;

 private:
  bool far_back(Moment now) const;
  bool dated() const { return memory.wall && memory.wall->set; }
  void close_hour(std::int64_t next_hour, Moment now, std::vector<StatisticsDocument>& closed);
  void follow_usual();
  void place(Moment now, std::vector<StatisticsDocument>& closed);
  StatisticsDocument document(StatisticsDocument::Period period, const Counts& counts, Moment now) const;
  StatisticsDocument dated_document(StatisticsDocument::Period period, const Counts& counts,
                                    std::int64_t first_hour, std::int64_t hours, Moment now) const;

  std::optional<std::int64_t> days_since_visit(std::int64_t until_ms) const;

  std::optional<Moment> last_visit_;  ///< remembered by the detector of visits
};

}  // namespace liftbox
