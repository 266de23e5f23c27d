#pragma once

#include <memory>

#include "agent/ports/clock.hpp"
#include "agent/ports/signal_source.hpp"
#include "protocols/modbus/master.hpp"
#include "protocols/modbus/planner.hpp"

namespace liftbox::modbus {

/// The registers of one controller as a source of readings. One bad answer is asked for again; a block that
/// fails three times in a row, a refusal and a missing device make signals unknown. It is opened, and opened
/// again, by polling.
class Bus final : public PolledDevice {
 public:
  Bus(BusSettings settings, RegisterMap map, const Clock& clock);

  const SourceBindings& bindings() const override { return bindings_; }
  Poll poll(Moment now) override;
  SourceReport report() const override;

  const Counters& counters() const { return master_.counters(); }

 private:
  /// How a block fares.
  struct Standing {
    int failures = 0;  ///< in a row
    bool bad = false;  ///< its signals have been reported unknown
  };

  Poll reopen_failed();
  Poll ask(std::size_t block);
  std::vector<Reading> good(std::size_t block, const Answer& answer, Moment at);
  std::vector<Reading> failed(std::size_t block, const Answer& answer, Moment at);
  void make_bad(std::size_t block, Moment at, std::vector<Reading>& readings);
  void back_off();
  std::string describe(std::size_t block, const Answer& answer) const;

  BusSettings settings_;
  RegisterMap map_;
  const Clock& clock_;
  Master master_;
  std::vector<Block> blocks_;
  std::vector<Standing> standing_;
  Schedule schedule_;
  SourceBindings bindings_;
  std::optional<std::size_t> retry_;  ///< asked again before any other
  Moment reopen_at_{};
  Duration pause_{};
  std::string trouble_ = "not asked yet";
};

}  // namespace liftbox::modbus
