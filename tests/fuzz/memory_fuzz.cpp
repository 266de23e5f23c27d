// What the store kept of the lift's memory: refused with a reason, or taken up and of no harm to what
// follows.
#include <stdexcept>

#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"
#include "tests/fuzz/box.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace liftbox;

namespace {

const MemoryAnchor now{"boot 2", Moment{std::chrono::hours{30}}, 1'780'000'000'000, true};

bool taken_up(const std::string& memory, fuzz::Box& box) {
  try {
    restore_memory(memory, box.lift, box.journal, now);
    return true;
  } catch (const std::runtime_error& refusal) {
    fuzz::require(*refusal.what() != '\0', "a memory that is refused is refused for a reason");
    return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Box box{now.now};
  const std::string untouched = save_memory(box.lift, box.journal, now);
  if (!taken_up(std::string{fuzz::text_of(data, size)}, box)) {
    fuzz::require(save_memory(box.lift, box.journal, now) == untouched,
                  "nothing of a refused memory is taken up");
    return 0;
  }
  const std::string saved = save_memory(box.lift, box.journal, now);
  fuzz::Box again{now.now};
  fuzz::require(taken_up(saved, again), "what is saved can be taken up");
  fuzz::require(save_memory(again.lift, again.journal, now) == saved, "what is taken up is saved as it was");
  box.live(now);
  fuzz::require(taken_up(save_memory(box.lift, box.journal, now), again), "so it can after an hour of life");
  return 0;
}
