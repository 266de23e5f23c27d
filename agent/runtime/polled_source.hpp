#pragma once

#include <memory>
#include <string>
#include <utility>

#include "agent/ports/clock.hpp"
#include "agent/ports/signal_source.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/worker.hpp"

namespace liftbox {

/// Makes a signal source of a device that blocks: asks it on a Worker of its own, one request in flight, and
/// brings the answers to the agent's thread. The next request leaves when the last answer is in and the
/// device wants it.
class PolledSource final : public SignalSource {
 public:
  PolledSource(std::unique_ptr<PolledDevice> device, const Clock& clock, Post to_agent, Timer next_poll);
  ~PolledSource() override;

  std::span<const SourceBindings> bindings() const override { return device_->bindings(); }
  void on_measurements(const Measure& measure) override { measure_ = measure; }
  void start(Deliver deliver) override;
  void stop() override;
  void retire(const std::function<void()>& gone) override;
  SourceReport report() const override { return report_; }

 private:
  void poll();
  void answered(const PolledDevice::Poll& poll, SourceReport report);

  std::unique_ptr<PolledDevice> device_;
  const Clock& clock_;
  Post to_agent_;
  Timer next_poll_;
  Deliver deliver_;
  Measure measure_;
  SourceReport report_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(false);
  Worker worker_;  ///< last: joined before what its jobs use is gone
};

}  // namespace liftbox
