// For those whose input is a JSON object, after a first line if it does not begin with one.
#include <algorithm>

#include "tests/fuzz/bytes.hpp"
#include "tests/fuzz/json_mutations.hpp"

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                               unsigned seed) {
  std::mt19937 random{seed};
  const std::string_view all = liftbox::fuzz::text_of(data, size);
  const std::size_t start = all.starts_with('{') ? 0 : all.find('\n') + 1;  // none found: 0
  const std::string changed = liftbox::fuzz::with_another_member(all.substr(start), random);
  if (changed.empty() || start + changed.size() > most || random() % 8 == 0)
    return LLVMFuzzerMutate(data, size, most);
  std::copy(changed.begin(), changed.end(), data + start);
  return start + changed.size();
}
