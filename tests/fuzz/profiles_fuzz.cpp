// A profile as somebody may write it: what it is in the first line (controller, region, board), then its
// TOML.
#include "agent/config/profiles.hpp"

#include "protocols/modbus/decode.hpp"
#include "protocols/modbus/planner.hpp"
#include "tests/fuzz/bytes.hpp"
#include "tests/fuzz/text_file.hpp"

using namespace liftbox;

namespace {

const std::filesystem::path regions = PROFILES "/regions";

void plan(const modbus::RegisterMap& map) {
  const modbus::Unit unit{"controller", 1, map};
  std::size_t read = 0;
  for (const modbus::Block& block : modbus::plan_blocks(unit)) {
    const int most = modbus::reads_bits(block.request.function) ? modbus::max_bits : modbus::max_registers;
    fuzz::require(block.request.count >= 1 && block.request.count <= most, "a request can be sent");
    fuzz::require(block.request.address + block.request.count <= 65'536, "there are such registers");
    read += block.entries.size();
  }
  fuzz::require(read == map.size(), "every register is read, in one request");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::FirstLine input{fuzz::text_of(data, size)};
  const fuzz::TextInMemory file{input.rest};
  std::vector<Mistake> mistakes;
  if (input.line == "controller") {
    const modbus::RegisterMap map = load_register_map(file.path(), mistakes);
    if (mistakes.empty()) plan(map);
  } else if (input.line == "region") {
    load_code_table(file.path(), regions, mistakes);
  } else {
    load_board_profile(file.path(), mistakes);
  }
  for (const Mistake& mistake : mistakes)
    fuzz::require(!mistake.message.empty() && mistake.line >= 0, "a mistake is told, and where it is");
  return 0;
}
