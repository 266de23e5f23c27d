#include "drivers/lines/gpio_lines.hpp"

#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <deque>
#include <map>

#include "drivers/lines/kernel_gpio.hpp"
#include "tests/lines/hand_clock.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

/// A line whose level and edges are set by hand; a pipe makes Asio look.
struct Contact {
  bool level = false;
  bool there = true;
  bool open = false;
  std::string chip = "gpiochip0";  ///< what its chip is called now
  Contact* stranger = nullptr;     ///< of the chip that is called gpiochip0 instead
  std::string label = "expander";
  std::deque<std::vector<GpioEdge>> reads;
  std::array<int, 2> pipe{-1, -1};

  Contact() { REQUIRE(::pipe(pipe.data()) == 0); }
  ~Contact() {
    ::close(pipe[0]);
    ::close(pipe[1]);
  }
  void nudge() const { REQUIRE(::write(pipe[1], "x", 1) == 1); }
  void read_off() const {
    std::array<char, 8> bytes{};
    REQUIRE(::read(pipe[0], bytes.data(), bytes.size()) > 0);
  }
};

class HeldContact final : public GpioInput {
 public:
  explicit HeldContact(Contact& contact) : contact_{contact} { contact_.open = true; }
  ~HeldContact() override { contact_.open = false; }
  std::string label() const override { return contact_.label; }
  int descriptor() const override { return contact_.pipe[0]; }
  std::optional<bool> level() override {
    return contact_.there ? std::optional{contact_.level} : std::nullopt;
  }
  std::optional<std::vector<GpioEdge>> edges() override {
    if (!contact_.there) return std::nullopt;
    if (contact_.reads.empty()) return std::vector<GpioEdge>{};
    auto edges = std::move(contact_.reads.front());
    contact_.reads.pop_front();
    return edges;
  }

 private:
  Contact& contact_;
};

class Contacts final : public GpioInputs {
 public:
  explicit Contacts(std::map<unsigned, Contact>& contacts) : contacts_{contacts} {}
  std::unique_ptr<GpioInput> open(const GpioPin& pin) override {
    Contact& contact = contacts_[*pin.offset];
    if (pin.chip == "gpiochip0" && contact.stranger) return std::make_unique<HeldContact>(*contact.stranger);
    if (!contact.there || (pin.chip != contact.chip && pin.chip != contact.label))
      throw GpioError{"there is no GPIO chip \"" + pin.chip + "\""};
    return std::make_unique<HeldContact>(contact);
  }

 private:
  std::map<unsigned, Contact>& contacts_;
};

LineProfile line(const std::string& name, Signal signal, unsigned offset, bool inverted = false) {
  return {.name = name,
          .signal = signal,
          .inverted = inverted,
          .debounce = 20ms,
          .pin = GpioPin{.chip = "gpiochip0", .offset = offset, .line = {}}};
}

/// Line 4 tells the door zone, line 5 the closed door by a normally closed contact.
struct GpioBench {
  HandClock clock;
  boost::asio::io_context io;
  std::map<unsigned, Contact> contacts;
  std::vector<Reading> readings;
  std::unique_ptr<GpioLines> lines;

  GpioBench() {
    lines = std::make_unique<GpioLines>(
        io, "lines",
        std::vector{line("DI1", Signal::door_zone, 4), line("DI2", Signal::door_closed, 5, true)},
        std::make_unique<Contacts>(contacts), clock);
    lines->start(
        [this](std::span<const Reading> some) { readings.insert(readings.end(), some.begin(), some.end()); });
  }

  /// The kernel hands these over, and the time passes.
  void edges(unsigned offset, std::vector<std::vector<GpioEdge>> reads, Duration passes = 100ms) {
    Contact& contact = contacts[offset];
    for (auto& read : reads) contact.reads.push_back(std::move(read));
    clock.at += passes;
    look(contact);
  }
  void look(Contact& contact) {
    contact.nudge();
    io.restart();
    io.run_one();
    contact.read_off();
  }
  std::string said() {
    std::string text;
    for (const Reading& reading : std::exchange(readings, {}))
      text += std::string{name(reading.signal)} + "=" +
              (reading.quality == Quality::good ? std::to_string(reading.value) : "?") + "@" +
              std::to_string((reading.at - t0).count()) + " ";
    return text;
  }
  std::uint64_t count(const std::string& counter) const {
    for (const auto& [name, value] : lines->report().counters)
      if (name == counter) return value;
    return 0;
  }
};

}  // namespace

TEST_CASE("GPIO lines begin with their levels, polarity considered", "[lines]") {
  GpioBench bench;
  CHECK(bench.said() == "door_zone=0@0 door_closed=1@0 ");
  CHECK(bench.lines->report().healthy);
  CHECK(bench.lines->report().detail == "2 GPIO lines");
}

TEST_CASE("a bouncing contact is one change, stamped by the kernel with its first edge", "[lines]") {
  GpioBench bench;
  bench.said();
  bench.edges(4, {{{true, at(10)}, {false, at(12)}, {true, at(13)}}});
  CHECK(bench.said() == "door_zone=1@10 ");
  CHECK(bench.count("edges") == 3);
  CHECK(bench.count("lost_edges") == 0);
}

TEST_CASE("a chip that is unplugged makes its lines unknown, and is opened again", "[lines]") {
  GpioBench bench;
  bench.said();
  bench.contacts[4].there = false;
  bench.clock.at += 5ms;
  bench.look(bench.contacts[4]);
  CHECK(bench.said() == "door_zone=?@5 ");
  CHECK_FALSE(bench.lines->report().healthy);
  CHECK(bench.lines->report().detail == "line DI1 went away with gpiochip0: plug it in again");

  bench.contacts[4].there = true;
  bench.contacts[4].level = true;
  bench.io.restart();
  bench.io.run_one();  // the timer of 500 ms
  CHECK(bench.said() == "door_zone=1@5 ");
  CHECK(bench.count("reopened") == 1);
  CHECK(bench.lines->report().healthy);
}

TEST_CASE("a chip that comes back under another name is found by its label", "[lines]") {
  GpioBench bench;
  bench.said();
  Contact other;
  other.label = "another";
  other.level = true;
  Contact& contact = bench.contacts[4];
  contact.there = false;
  contact.stranger = &other;
  bench.look(contact);
  CHECK(bench.said() == "door_zone=?@0 ");
  SECTION("and not taken for the one that has its name now") {
    bench.io.restart();
    bench.io.run_one();
    CHECK(bench.said().empty());
    CHECK_FALSE(other.open);
    CHECK(bench.lines->report().detail == "there is no GPIO chip \"expander\"");
  }
  SECTION("once it is there") {
    contact.there = true;
    contact.chip = "gpiochip1";
    bench.io.restart();
    bench.io.run_one();
    CHECK(bench.said() == "door_zone=0@0 ");
    CHECK(bench.lines->report().healthy);
  }
}

TEST_CASE("a chip that goes without a word is missed within a second", "[lines]") {
  GpioBench bench;
  bench.said();
  bench.contacts[4].there = false;
  bench.io.restart();
  bench.io.run_one();  // the timer of one second
  CHECK(bench.said() == "door_zone=?@0 ");
  CHECK_FALSE(bench.lines->report().healthy);
}

TEST_CASE("a level that no edge told of is believed when it is met a second time", "[lines]") {
  GpioBench bench;
  bench.said();
  bench.contacts[4].level = true;
  bench.io.restart();
  bench.io.run_one();
  CHECK(bench.count("lost_edges") == 0);
  bench.clock.at += 1s;
  bench.io.run_one();
  CHECK(bench.count("lost_edges") == 1);
  CHECK(bench.said().empty());
  bench.clock.at += 20ms;
  bench.io.run_one();  // the timer of the debouncer
  CHECK(bench.said() == "door_zone=1@1000 ");
}

TEST_CASE("all lines that cannot be had are told of at the start, and none is held", "[lines]") {
  HandClock clock;
  boost::asio::io_context io;
  std::map<unsigned, Contact> contacts;
  contacts[4].there = false;
  contacts[6].there = false;
  CHECK_THROWS_WITH(GpioLines(io, "lines",
                              {line("DI1", Signal::door_zone, 4), line("DI2", Signal::door_closed, 5),
                               line("DI3", Signal::brake_1_released, 6)},
                              std::make_unique<Contacts>(contacts), clock),
                    "lines of the board cannot be had:\n  DI1: there is no GPIO chip \"gpiochip0\"\n"
                    "  DI3: there is no GPIO chip \"gpiochip0\"");
  CHECK_FALSE(contacts[5].open);
  KernelGpio kernel;
  CHECK_THROWS_WITH(kernel.open({.chip = "no-such-chip", .offset = 1, .line = {}}),
                    Catch::StartsWith("there is no GPIO chip \"no-such-chip\" (") &&
                        Catch::Contains("`liftctl gpio` lists those there are"));
}

TEST_CASE("lines are given back when they are not watched any more", "[lines]") {
  GpioBench bench;
  CHECK(bench.contacts[4].open);
  bench.lines->stop();
  CHECK_FALSE(bench.contacts[4].open);
}
