#pragma once

#include <stdexcept>

#include "drivers/simulated/lift/contacts.hpp"
#include "drivers/simulated/lift/controller.hpp"
#include "drivers/simulated/lift/machine.hpp"
#include "drivers/simulated/lift/people.hpp"

namespace liftbox::simulated {

/// What a story asks for cannot be done as things stand.
struct Impossible : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One lift: machine, controller, the people in it, and the contacts that a box can be wired to. The same for
/// the same seed. It knows nothing of those who watch it.
class Lift {
 public:
  struct Building {
    Shaft shaft;
    DriveLimits drive;
  };

  Lift(const Building& building, std::uint64_t seed, Contacts::OnEdge on_edge);
  Lift(const Lift&) = delete;
  Lift& operator=(const Lift&) = delete;

  void step();  ///< one millisecond
  Time now() const { return now_; }
  const Machine& machine() const { return machine_; }
  const Controller& controller() const { return controller_; }
  const People& people() const { return people_; }
  const Contacts& contacts() const { return contacts_; }
  bool idle() const { return controller_.idle() && people_.nobody(); }

  // What may happen to it.
  void arrive(int from, int to, int persons) { people_.arrive(from, to, persons, now_); }
  void stop_between_floors() { lock_fails_between_floors_ = true; }  ///< as soon as it would stand there
  void emergency_stop() { machine_.broken = Machine::Break::stop_switch; }
  void press_alarm(Time lasting);
  void obstruct_door(int times) { machine_.door.obstruct(times); }
  void stick_door(Door::Stuck stuck) { machine_.door.stick(stuck); }
  void stick_brake(std::size_t arm, bool released) { machine_.brake.stick(arm, released); }
  void mend_brake();
  void report_fault(std::uint16_t code) { controller_.report_fault(code); }
  void change_mode(Mode mode) { controller_.change_mode(mode, now_); }
  void mains(bool on) { machine_.mains = on; }

  // What a technician does.
  void technician_arrives();  ///< inspection operation; the safety chain is whole again
  void technician_leaves();
  void creep_to_landing();
  void open_door();

 private:
  People::Car car() const;
  void fail_lock_between_floors();
  Levels levels() const;
  void require_technician(const char* deed) const;

  Time now_{};
  double rated_speed_;
  Machine machine_;
  Controller controller_;
  People people_;
  Contacts contacts_;
  bool lock_fails_between_floors_ = false;
};

}  // namespace liftbox::simulated
