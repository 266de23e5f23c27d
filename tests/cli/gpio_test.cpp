#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <deque>
#include <map>
#include <sstream>

#include "agent/cli/gpio_command.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

/// What each line has to say, one read after the other; then its chip has gone.
struct Script {
  std::optional<bool> level;
  std::deque<std::vector<GpioEdge>> reads;
};

class ScriptedInput final : public GpioInput {
 public:
  explicit ScriptedInput(Script& script) : script_{script} {
    REQUIRE(::pipe(pipe_.data()) == 0);
    REQUIRE(::write(pipe_[1], "x", 1) == 1);  // always ready
  }
  ~ScriptedInput() override {
    ::close(pipe_[0]);
    ::close(pipe_[1]);
  }
  std::string label() const override { return "inputs"; }
  int descriptor() const override { return pipe_[0]; }
  std::optional<bool> level() override { return script_.level; }
  std::optional<std::vector<GpioEdge>> edges() override {
    if (script_.reads.empty()) return std::nullopt;
    auto edges = std::move(script_.reads.front());
    script_.reads.pop_front();
    return edges;
  }

 private:
  Script& script_;
  std::array<int, 2> pipe_{-1, -1};
};

class Scripts final : public GpioInputs {
 public:
  std::map<unsigned, Script> scripts;
  std::unique_ptr<GpioInput> open(const GpioPin& pin) override {
    if (!pin.offset) throw GpioError{"line \"" + pin.line + R"(" of inputs is held by "liftbox")"};
    return std::make_unique<ScriptedInput>(scripts[*pin.offset]);
  }
};

std::vector<LineProfile> board() {
  return {
      {.name = "DI1", .signal = Signal::door_zone, .pin = GpioPin{.chip = "inputs", .offset = 4, .line = {}}},
      {.name = "DI2",
       .signal = Signal::door_closed,
       .inverted = true,
       .pin = GpioPin{.chip = "inputs", .offset = 5, .line = {}}},
      {.name = "DI3", .signal = {}, .pin = GpioPin{.chip = "inputs", .offset = 6, .line = {}}},
      {.name = "DI4",
       .signal = Signal::presence,
       .pin = GpioPin{.chip = "inputs", .offset = {}, .line = "IN4"}}};
}

}  // namespace

TEST_CASE("liftctl gpio shows who holds which line of which chip", "[cli]") {
  const std::vector<GpioChipInfo> chips{
      {"gpiochip0",
       "pinctrl-bcm2711",
       {{0, "ID_SDA", false, ""}, {42, "STATUS_LED", true, "led0"}, {53, "", false, ""}}}};
  CHECK(cli::gpio_screen(chips) ==
        "gpiochip0 [pinctrl-bcm2711], 3 lines\n"
        "    0  ID_SDA               input   free\n"
        "   42  STATUS_LED           output  held by \"led0\"\n"
        "   53  -                    input   free\n");
  CHECK(cli::gpio_screen({}) == "no GPIO chip here: is its driver loaded, is it plugged in?\n");
}

TEST_CASE("liftctl gpio --config says what each contact means now", "[cli]") {
  Scripts inputs;
  inputs.scripts[4].level = true;
  inputs.scripts[5].level = true;
  inputs.scripts[6].level = false;
  std::ostringstream out;
  SECTION("and why one cannot be read") {
    CHECK(cli::show_lines(board(), inputs, out) == 78);
    CHECK(out.str() ==
          "DI1          inputs 4                 1  door_zone yes\n"
          "DI2          inputs 5                 1  door_closed no (inverted)\n"
          "DI3          inputs 6                 0  not wired\n"
          "DI4          inputs IN4               ?  line \"IN4\" of inputs is held by \"liftbox\"\n");
  }
  SECTION("and succeeds if all can be read") {
    auto lines = board();
    lines.pop_back();
    CHECK(cli::show_lines(lines, inputs, out) == 0);
  }
}

TEST_CASE("liftctl gpio --watch shows every edge, and how far it is from the one before", "[cli]") {
  Scripts inputs;
  inputs.scripts[4].reads = {{{true, Moment{10s}}, {false, Moment{10s + 3ms}}}};
  auto lines = board();
  lines.erase(lines.begin() + 1, lines.begin() + 3);
  std::ostringstream out;
  CHECK(cli::watch_lines(lines, inputs, out) == 78);
  CHECK(out.str() ==
        "DI4: line \"IN4\" of inputs is held by \"liftbox\"\n"
        "watching 1 of 2 lines\n"
        "              DI1          1  door_zone yes\n"
        "       +3 ms  DI1          0  door_zone no\n"
        "DI1: its chip inputs has gone\n");
}
