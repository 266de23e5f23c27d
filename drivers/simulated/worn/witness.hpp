#pragma once

#include <array>
#include <string>
#include <vector>

#include "drivers/simulated/worn/crowd.hpp"

namespace liftbox::worn {

/// Looks at the lift itself after each event and writes down what really happens in it: who cannot get out,
/// and since when; what is pressed; what moves that should not; what stays open, and what shut.
class Witness {
 public:
  Witness(const Machine& machine, const Controller& controller, const Crowd& crowd,
          const Terminals& terminals, Chronicle& chronicle);

  void look(Time now);
  void end(Time now);  ///< of its life: what still lasts is told

 private:
  /// An entry that lasts as long as something is so.
  struct While {
    Chronicle::Entry entry = Chronicle::none;
    Time since = never;
    std::string cause{};  ///< of what was under way meanwhile
  };
  struct Seen {
    bool moving = false;
    bool call = false;
    bool open_command = false;
    bool alarm = false;
    bool mains = true;
    bool bus = true;
    Mode mode = Mode::normal;
    int fault = 0;
    int riding = 0;
    bool door_open = false;
    bool shut = true;
    bool close_command = false;
    bool obstructed = false;
    bool knows_floor = true;
    bool coil = false;
  };

  Seen see() const;
  void record(const char* fact, std::int64_t value);
  void journey(const Seen& is, Time now);
  void held(const Seen& is, Time now);
  void begin_held(Time now);
  void end_held(const char* how, Time now);
  bool could_get_out() const;
  void buttons(const Seen& is, Time now);
  void service(const Seen& is, Time now);
  void comes_to_rest(const Seen& is, Time now);
  void movement(Time now);
  void what_sensors_miss(const Seen& is, Time now);
  void brake(const Seen& is, Time now);
  void arm(std::size_t arm, const Seen& is, Time now);
  void stays_open(const Seen& is, Time now);
  void should_shut(const Seen& is, Time now);
  void tell_driven(Time now);
  void note_plain(Time sign);
  void tell_open(Time now);
  void stays_shut(Time now);
  Chronicle::Facts where(Time now) const;
  void lasts(While& it, Time now) const;

  const Machine& machine_;
  const Controller& controller_;
  const Crowd& crowd_;
  const Terminals& terminals_;
  Chronicle& chronicle_;
  Seen was_;
  Time moved_ = 0;
  Time last_run_ = 0;  ///< its end

  Chronicle::Facts journey_;  ///< since a door last stood open at a landing
  While held_;
  Chronicle::Entry alarm_ = Chronicle::none;
  Chronicle::Entry mode_ = Chronicle::none;
  Chronicle::Entry fault_ = Chronicle::none;
  Chronicle::Entry chain_ = Chronicle::none;
  Chronicle::Entry limit_ = Chronicle::none;
  Chronicle::Entry open_movement_ = Chronicle::none;
  double top_speed_ = 0;
  While open_;
  Chronicle::Facts open_facts_;
  int reopenings_ = 0;
  Time sign_ = never;  ///< that it should shut, and since when
  While asked_;        ///< to open, and the door stays shut
  While driven_;       ///< and does not move
  Chronicle::Entry floor_ = Chronicle::none;
  /// An arm that is not where the coil should have it.
  struct Arm {
    While apart;
    bool dropped = false;  ///< it was there before, with the coil as it is
    Chronicle::Facts facts{};
  };
  std::array<Arm, Brake::arms> arms_;
  While braked_;  ///< and moves all the same
  Chronicle::Facts braked_facts_;

  bool called_ = false;  ///< from the car, since a door last opened
  bool persons_held_ = false;
  bool could_get_out_ = true;
  bool door_opened_in_press_ = false;
  bool left_zone_ = false;
  bool plain_ = false;  ///< a sign that nobody misses
  bool gave_up_ = false;
};

}  // namespace liftbox::worn
