#pragma once

#include "drivers/lines/gpio_input.hpp"

namespace liftbox {

/// Input lines of the kernel's GPIO chips, over libgpiod 1.6: the only file that knows it.
class KernelGpio final : public GpioInputs {
 public:
  std::unique_ptr<GpioInput> open(const GpioPin& pin) override;
};

}  // namespace liftbox
