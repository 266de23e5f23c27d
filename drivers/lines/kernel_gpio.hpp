#pragma once

#include "drivers/lines/gpio_input.hpp"

namespace liftbox {

/// Input lines of the kernel's GPIO chips, over libgpiod 1.6: the only file that knows it.
class KernelGpio final : public GpioInputs {
 public:
  std::unique_ptr<GpioInput> open(const GpioPin& pin) override;
};

/// The chips of this machine, by their numbers. Nothing is taken of them: on many boards a line that is taken
/// as an input ceases to be what else it is, a serial port's for one. Throws GpioError.
std::vector<GpioChipInfo> kernel_gpio_chips();

}  // namespace liftbox
