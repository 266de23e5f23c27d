#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agent/ports/clock.hpp"
#include "agent/ports/signal_source.hpp"
#include "board/profile.hpp"
#include "drivers/lines/gpio_input.hpp"

namespace boost::asio {
class io_context;
}

namespace liftbox {

/// The gateway's own inputs as a source of readings: debounced, stamped with the first edge of a change.
/// Throws GpioError from its constructor if lines cannot be had, one text line for each; one that goes away
/// later is unknown, and opened again with back-off.
class GpioLines final : public SignalSource {
 public:
  GpioLines(boost::asio::io_context& io, std::string name, std::vector<LineProfile> lines,
            std::unique_ptr<GpioInputs> inputs, const Clock& clock);
  ~GpioLines() override;

  std::span<const SourceBindings> bindings() const override;
  void start(Deliver deliver) override;
  void stop() override;
  SourceReport report() const override;

 private:
  class Watch;
  std::shared_ptr<Watch> watch_;
};

}  // namespace liftbox
