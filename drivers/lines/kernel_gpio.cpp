#include "drivers/lines/kernel_gpio.hpp"

#include <fmt/format.h>
#include <gpiod.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <system_error>
#include <utility>

namespace liftbox {
namespace {

constexpr const char* consumer = "liftbox";
constexpr unsigned queue = 16;  ///< of the kernel, events a line (ground: linux/drivers/lines/gpiolib-cdev.c)

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}
std::int64_t now(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return nanoseconds(time);
}

/// Kernels before 5.7 stamp edges with the wall clock, later ones with CLOCK_MONOTONIC: whichever is nearer.
Moment moment_of(const timespec& stamp) {
  const std::int64_t ns = nanoseconds(stamp);
  const std::int64_t monotonic = now(CLOCK_MONOTONIC);
  const std::int64_t wall = now(CLOCK_REALTIME);
  const bool of_wall = std::llabs(ns - wall) < std::llabs(ns - monotonic);
  return Moment{
      std::chrono::duration_cast<Duration>(std::chrono::nanoseconds{of_wall ? ns - wall + monotonic : ns})};
}

struct CloseChip {
  void operator()(gpiod_chip* chip) const { gpiod_chip_close(chip); }
};
using Chip = std::unique_ptr<gpiod_chip, CloseChip>;

std::string name_of(const GpioPin& pin) {
  return pin.offset ? fmt::format("line {} of {}", *pin.offset, pin.chip)
                    : fmt::format("line \"{}\" of {}", pin.line, pin.chip);
}

int flags_of(Bias bias) {
  switch (bias) {
    case Bias::none:
      return GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE;
    case Bias::pull_up:
      return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
    case Bias::pull_down:
      return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
    case Bias::as_is:
      break;
  }
  return 0;
}

class KernelInput final : public GpioInput {
 public:
  KernelInput(Chip chip, gpiod_line* line) : chip_{std::move(chip)}, line_{line} {}
  ~KernelInput() override { gpiod_line_release(line_); }

  std::string label() const override { return gpiod_chip_label(chip_.get()); }
  int descriptor() const override { return gpiod_line_event_get_fd(line_); }

  std::optional<bool> level() override {
    const int value = gpiod_line_get_value(line_);
    return value < 0 ? std::nullopt : std::optional{value == 1};
  }

  std::optional<std::vector<GpioEdge>> edges() override {
    std::vector<GpioEdge> edges;
    std::array<gpiod_line_event, queue> waiting{};
    for (pollfd ready{descriptor(), POLLIN, 0}; ::poll(&ready, 1, 0) > 0;) {
      if ((ready.revents & POLLIN) == 0) return std::nullopt;  // hung up: the chip has gone
      const int got = gpiod_line_event_read_multiple(line_, waiting.data(), queue);
      if (got <= 0) return std::nullopt;
      for (int i = 0; i < got; ++i) {
        const gpiod_line_event& event = waiting.at(static_cast<std::size_t>(i));
        edges.push_back({event.event_type == GPIOD_LINE_EVENT_RISING_EDGE, moment_of(event.ts)});
      }
    }
    return edges;
  }

 private:
  Chip chip_;
  gpiod_line* line_;
};

gpiod_line* find(gpiod_chip* chip, const GpioPin& pin) {
  if (pin.offset) return gpiod_chip_get_line(chip, *pin.offset);
  return gpiod_chip_find_line(chip, pin.line.c_str());
}

[[noreturn]] void busy_or_refused(const GpioPin& pin, gpiod_line* line, int error) {
  if (error == EBUSY) {
    const char* holder = gpiod_line_consumer(line);
    throw GpioError{fmt::format("{} is held by \"{}\": end it, or take the line out of the site file",
                                name_of(pin), holder != nullptr ? holder : "the kernel")};
  }
  throw GpioError{fmt::format(
      "{} cannot be read: {}{}", name_of(pin), std::system_category().message(error),
      error == EINVAL && pin.bias != Bias::as_is ? "; this chip has no bias: remove 'bias'" : "")};
}

std::string text_of(const char* text) {
  return text == nullptr ? "" : text;
}

GpioChipInfo info_of(gpiod_chip* chip) {
  GpioChipInfo info{gpiod_chip_name(chip), gpiod_chip_label(chip), {}};
  for (unsigned offset = 0; offset < gpiod_chip_num_lines(chip); ++offset) {
    gpiod_line* const line = gpiod_chip_get_line(chip, offset);
    if (line == nullptr) continue;
    std::string holder = text_of(gpiod_line_consumer(line));
    if (holder.empty() && gpiod_line_is_used(line)) holder = "the kernel";
    info.lines.push_back({offset, text_of(gpiod_line_name(line)),
                          gpiod_line_direction(line) == GPIOD_LINE_DIRECTION_OUTPUT, std::move(holder)});
  }
  return info;
}

}  // namespace

std::vector<GpioChipInfo> kernel_gpio_chips() {
  std::vector<std::filesystem::path> devices;
  for (const auto& entry : std::filesystem::directory_iterator{"/dev"})
    if (entry.path().filename().string().starts_with("gpiochip")) devices.push_back(entry.path());
  std::sort(devices.begin(), devices.end(), [](const auto& a, const auto& b) {
    return std::pair{a.native().size(), a.native()} < std::pair{b.native().size(), b.native()};
  });
  std::vector<GpioChipInfo> chips;
  for (const auto& device : devices) {
    const Chip chip{gpiod_chip_open(device.c_str())};
    if (!chip)
      throw GpioError{fmt::format("{} cannot be opened: {}; try as root, or as a member of its group",
                                  device.string(), std::system_category().message(errno))};
    chips.push_back(info_of(chip.get()));
  }
  return chips;
}

std::unique_ptr<GpioInput> KernelGpio::open(const GpioPin& pin) {
  Chip chip{gpiod_chip_open_lookup(pin.chip.c_str())};
  if (!chip)
    throw GpioError{fmt::format(
        "there is no GPIO chip \"{}\" ({}): `liftctl gpio` lists those there are; correct 'chip' in the "
        "board profile, or plug it in",
        pin.chip, std::system_category().message(errno))};
  gpiod_line* const line = find(chip.get(), pin);
  if (line == nullptr)
    throw GpioError{fmt::format("there is no {}: `liftctl gpio` lists those there are, {} of them",
                                name_of(pin), gpiod_chip_num_lines(chip.get()))};
  gpiod_line_request_config request{};
  request.consumer = consumer;
  request.request_type = GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES;
  request.flags = flags_of(pin.bias);
  if (gpiod_line_request(line, &request, 0) != 0) busy_or_refused(pin, line, errno);
  return std::make_unique<KernelInput>(std::move(chip), line);
}

}  // namespace liftbox
