#pragma once

#include <array>
#include <cstddef>

#include "drivers/simulated/worn/agenda.hpp"
#include "drivers/simulated/worn/shaft.hpp"
#include "drivers/simulated/worn/terminals.hpp"

namespace liftbox::worn {

/// The car on its way: a few legs of constant acceleration, each computed once. It tells the zone, the floor
/// and the limits at the moment it passes them.
class Car {
 public:
  Car(const Shaft& shaft, Agenda& agenda, Terminals& terminals);

  void travel(double to, double speed, double acceleration, Time now);
  /// Driven, or falling, without a target, until something stops it. Signed: up is positive.
  void run_away(double acceleration, double speed, Time now);
  void coast(Time now);                           ///< the motor lets go; nothing holds it yet
  void slow_down(double deceleration, Time now);  ///< until it stands
  void counts(bool counts,
              Time now);  ///< the floors it passes; else it does not know where it is
  void put(double height,
           Time now);  ///< where it stood while nobody looked: at the beginning

  /// The end of a leg is due. True: it stands now.
  bool leg_ends(Time now);
  void pass_boundary(Time now);

  bool standing() const { return leg_ == legs_used_; }
  double height(Time now) const;
  double speed(Time now) const;  ///< mm/s, signed
  const Shaft::Cell& cell() const { return shaft_.cell(cell_); }
  bool within_limits() const { return !cell().limit_top && !cell().limit_bottom; }
  bool in_zone() const { return cell().zone; }
  int landing(Time now) const { return shaft_.nearest(height(now)); }
  const Shaft& shaft() const { return shaft_; }
  Time stands_at() const { return stands_at_; }  ///< `never` where it does not come to rest by itself
  double target() const { return legs_[legs_used_ - 1].end_height; }

 private:
  struct Leg {
    double began;  ///< ms
    double seconds;
    double height;
    double speed;
    double acceleration;
    double end_height;
    bool ends_at_rest;
  };
  void begin(Time now);
  void onto_buffer();
  void add(double seconds, double acceleration, bool ends_at_rest = false);
  void arm(Time now);
  void next_boundary(Time now);
  void tell_cell(Time now);

  const Shaft& shaft_;
  Agenda& agenda_;
  Terminals& terminals_;
  std::array<Leg, 3> legs_{};
  std::size_t leg_ = 0;
  std::size_t legs_used_ = 0;
  double height_ = 0;  ///< where it stands, or where the legs begin
  double speed_ = 0;
  double clock_ = 0;
  Time stands_at_ = 0;
  std::size_t cell_ = 0;
  bool counts_ = true;
};

}  // namespace liftbox::worn
