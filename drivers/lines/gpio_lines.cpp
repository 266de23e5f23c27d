#include "drivers/lines/gpio_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "drivers/lines/gpio_line.hpp"

namespace liftbox {
namespace {

using Error = boost::system::error_code;

constexpr Duration first_reopen_pause{500};
constexpr Duration longest_reopen_pause{5000};
// Not every chip that is unplugged wakes those who wait for its edges.
constexpr Duration between_checks{1000};

}  // namespace

/// Lives on while Asio still holds handlers of it.
class GpioLines::Watch : public std::enable_shared_from_this<Watch> {
 public:
  Watch(boost::asio::io_context& io, std::string name, std::vector<LineProfile> lines,
        std::unique_ptr<GpioInputs> inputs, const Clock& clock)
      : io_{io},
        clock_{clock},
        inputs_{std::move(inputs)},
        set_{settings_of(lines)},
        bindings_{std::move(name), set_.bindings()},
        look_again_{io},
        check_{io},
        reopen_{io} {
    for (LineProfile& line : lines)
      pins_.push_back({.profile = std::move(line), .line = {pins_.size(), set_, clock_}});
    open_all();
  }

  const SourceBindings& bindings() const { return bindings_; }

  void start(Deliver deliver) {
    deliver_ = std::move(deliver);
    running_ = true;
    for (std::size_t i = 0; i < pins_.size(); ++i) begin(i);
    deliver_and_look_again();
    check_later();
  }

  void stop() {
    running_ = false;
    for (Pin& pin : pins_) release(pin);
    Error ignored;
    look_again_.cancel(ignored);
    check_.cancel(ignored);
    reopen_.cancel(ignored);
  }

  SourceReport report() const {
    std::string gone;
    std::uint64_t lost_edges = 0;
    for (const Pin& pin : pins_) {
      if (!pin.trouble.empty()) gone += (gone.empty() ? "" : "; ") + pin.trouble;
      lost_edges += pin.line.lost_edges();
    }
    return {running_ && gone.empty(),
            gone.empty() ? fmt::format("{} GPIO lines", pins_.size()) : gone,
            {{"edges", set_.raw_edges()}, {"lost_edges", lost_edges}, {"reopened", reopened_}}};
  }

 private:
  struct Pin {
    LineProfile profile;
    std::string label{};  ///< of its chip at the start
    std::unique_ptr<GpioInput> input{};
    std::unique_ptr<boost::asio::posix::stream_descriptor> descriptor{};
    GpioLine line;
    std::string trouble{};
  };

  /// One visit has to do for whoever stands at the box: all that cannot be had is told at once.
  void open_all() {
    std::string faults;
    for (Pin& pin : pins_) {
      try {
        pin.input = inputs_->open(*pin.profile.pin);
        pin.label = pin.input->label();
      } catch (const GpioError& error) {
        faults += fmt::format("\n  {}: {}", pin.profile.name, error.what());
      }
    }
    if (!faults.empty()) throw GpioError{"lines of the board cannot be had:" + faults};
  }

  void begin(std::size_t index) {
    Pin& pin = pins_[index];
    if (!pin.line.begin(*pin.input)) return lose(index);
    pin.trouble.clear();
    pin.descriptor = std::make_unique<boost::asio::posix::stream_descriptor>(io_, pin.input->descriptor());
    await_edges(index);
  }

  void await_edges(std::size_t index) {
    pins_[index].descriptor->async_wait(boost::asio::posix::stream_descriptor::wait_read,
                                        [self = shared_from_this(), index](const Error& error) {
                                          if (!error && self->running_ && self->pins_[index].descriptor)
                                            self->ready(index);
                                        });
  }

  void ready(std::size_t index) {
    drain_all();
    if (pins_[index].descriptor) await_edges(index);
  }

  /// A change has lasted only if no edge to the contrary waits in any queue.
  void drain_all() {
    for (std::size_t i = 0; i < pins_.size(); ++i)
      if (pins_[i].input && !pins_[i].line.drain(*pins_[i].input)) lose(i);
    set_.settle(clock_.now());
    deliver_and_look_again();
  }

  void check_later() {
    check_.expires_after(between_checks);
    check_.async_wait([self = shared_from_this()](const Error& cancelled) {
      if (!cancelled && self->running_) self->check();
    });
  }

  void check() {
    for (std::size_t i = 0; i < pins_.size(); ++i) {
      Pin& pin = pins_[i];
      if (pin.input && !(pin.line.drain(*pin.input) && pin.line.check(*pin.input))) lose(i);
    }
    drain_all();
    check_later();
  }

  void lose(std::size_t index) {
    Pin& pin = pins_[index];
    release(pin);
    pin.trouble =
        fmt::format("line {} went away with {}: plug it in again", pin.profile.name, pin.profile.pin->chip);
    set_.lose(index, clock_.now());
    reopen_later(first_reopen_pause);
  }

  static void release(Pin& pin) {
    if (pin.descriptor) pin.descriptor->release();  // the descriptor is the input's to close
    pin.descriptor.reset();
    pin.input.reset();
  }

  void reopen_later(Duration pause) {
    reopen_.expires_after(pause);
    reopen_.async_wait([self = shared_from_this(), pause](const Error& cancelled) {
      if (!cancelled && self->running_) self->reopen(pause);
    });
  }

  void reopen(Duration pause) {
    bool all = true;
    for (std::size_t i = 0; i < pins_.size(); ++i) {
      if (pins_[i].input) continue;
      try {
        pins_[i].input = open_again(pins_[i]);
        ++reopened_;
        begin(i);
      } catch (const GpioError& error) {
        pins_[i].trouble = error.what();
        all = false;
      }
    }
    deliver_and_look_again();
    if (!all) reopen_later(std::min(2 * pause, longest_reopen_pause));
  }

  /// Under the configured name another chip may have come up meanwhile: the label decides.
  std::unique_ptr<GpioInput> open_again(const Pin& pin) {
    GpioPin labelled = *pin.profile.pin;
    labelled.chip = pin.label;
    try {
      auto input = inputs_->open(*pin.profile.pin);
      if (input->label() == pin.label) return input;
    } catch (const GpioError&) {
      if (pin.profile.pin->chip == pin.label) throw;
    }
    return inputs_->open(labelled);
  }

  void deliver_and_look_again() {
    if (const auto readings = set_.take(); !readings.empty()) deliver_(readings);
    if (!running_ || set_.look_again_at() == never) return;
    look_again_.expires_after(set_.look_again_at() - clock_.now());
    look_again_.async_wait([self = shared_from_this()](const Error& cancelled) {
      if (!cancelled && self->running_) self->drain_all();
    });
  }

  boost::asio::io_context& io_;
  const Clock& clock_;
  std::unique_ptr<GpioInputs> inputs_;
  LineSet set_;
  std::vector<Pin> pins_;
  const SourceBindings bindings_;
  boost::asio::steady_timer look_again_;
  boost::asio::steady_timer check_;
  boost::asio::steady_timer reopen_;
  Deliver deliver_;
  bool running_ = false;
  std::uint64_t reopened_ = 0;
};

GpioLines::GpioLines(boost::asio::io_context& io, std::string name, std::vector<LineProfile> lines,
                     std::unique_ptr<GpioInputs> inputs, const Clock& clock)
    : watch_{std::make_shared<Watch>(io, std::move(name), std::move(lines), std::move(inputs), clock)} {}

GpioLines::~GpioLines() {
  watch_->stop();
}

std::span<const SourceBindings> GpioLines::bindings() const {
  return {&watch_->bindings(), 1};
}
void GpioLines::start(Deliver deliver) {
  watch_->start(std::move(deliver));
}
void GpioLines::stop() {
  watch_->stop();
}
SourceReport GpioLines::report() const {
  return watch_->report();
}

}  // namespace liftbox
