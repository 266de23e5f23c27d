#pragma once

#include <memory>

#include "agent/ports/clock.hpp"
#include "agent/ports/signal_source.hpp"
#include "protocols/modbus/master.hpp"
#include "protocols/modbus/planner.hpp"
#include "protocols/modbus/schedule.hpp"

namespace liftbox::modbus {

/// The registers of the units on one line as sources of readings and measurements, one source a unit. A
/// damaged answer is asked for again; silence, a refusal and a missing device make signals unknown. A block
/// that is refused is cut into pieces once. The line is opened, and opened again, by polling.
class Bus final : public PolledDevice {
 public:
  Bus(BusSettings settings, std::vector<Unit> units, const Clock& clock);

  std::span<const SourceBindings> bindings() const override { return bindings_; }
  Poll poll(Moment now) override;
  SourceReport report() const override;

  const Counters& counters() const { return master_.counters(); }

 private:
  struct Planned {
    Block block;
    std::size_t unit = 0;
    bool whole = true;  ///< not yet cut into pieces
  };

  void add(std::size_t unit, Block block, bool whole, Moment now);
  Poll reopen_failed();
  Poll ask(std::size_t block);
  Schedule::End judge(std::size_t block, const Answer& answer) const;
  bool cut(std::size_t block, const Answer& answer, Moment at);
  void decode_all(std::size_t block, const Answer& answer, Moment at, Poll& poll);
  void make_unknown(const std::vector<std::size_t>& blocks, Moment at, Poll& poll) const;
  void back_off();

  BusSettings settings_;
  std::vector<Unit> units_;
  const Clock& clock_;
  Master master_;
  std::vector<Planned> blocks_;
  Schedule schedule_;
  std::vector<SourceBindings> bindings_;
  Moment reopen_at_{};
  Duration pause_{};
  std::string line_trouble_ = "not asked yet";
  std::vector<std::string> troubles_;  ///< of each unit
};

}  // namespace liftbox::modbus
