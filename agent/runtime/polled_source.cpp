#include "agent/runtime/polled_source.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {

PolledSource::PolledSource(std::unique_ptr<PolledDevice> device, const Clock& clock, Post to_agent,
                           Timer next_poll)
    : device_{std::move(device)},
      clock_{clock},
      to_agent_{std::move(to_agent)},
      next_poll_{std::move(next_poll)},
      worker_{device_->bindings().front().source, 2} {}

PolledSource::~PolledSource() {
  stop();
}

void PolledSource::start(Deliver deliver) {
  deliver_ = std::move(deliver);
  alive_ = std::make_shared<bool>(true);
  poll();
}

void PolledSource::stop() {
  *alive_ = false;
  next_poll_.cancel();
}

void PolledSource::retire(const std::function<void()>& gone) {
  stop();
  worker_.post([to_agent = to_agent_, gone] { to_agent(gone); });
}

void PolledSource::poll() {
  worker_.post([this, alive = alive_] {
    auto poll = device_->poll(clock_.now());
    to_agent_([this, alive, poll = std::move(poll), report = device_->report()] {
      if (*alive) answered(poll, report);
    });
  });
}

void PolledSource::answered(const PolledDevice::Poll& poll, SourceReport report) {
  report_ = std::move(report);
  if (!poll.readings.empty()) deliver_(poll.readings);
  if (!poll.measurements.empty() && measure_) measure_(poll.measurements);
  const Duration wait = poll.next - clock_.now();
  if (wait <= Duration{})
    this->poll();
  else
    next_poll_.arm(wait, [this] { this->poll(); });
}

}  // namespace liftbox
