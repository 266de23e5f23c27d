#include "tests/bench/heap.hpp"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace liftbox::test {
namespace {

thread_local Heap counted;

void* allocate(std::size_t size) {
  void* const block = std::malloc(size);
  if (block == nullptr) throw std::bad_alloc{};
  ++counted.allocations;
  counted.bytes += static_cast<std::int64_t>(malloc_usable_size(block));
  return block;
}

void release(void* block) {
  if (block != nullptr) counted.bytes -= static_cast<std::int64_t>(malloc_usable_size(block));
  std::free(block);
}

}  // namespace

Heap Heap::now() {
  return counted;
}

}  // namespace liftbox::test

void* operator new(std::size_t size) {
  return liftbox::test::allocate(size);
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  try {
    return liftbox::test::allocate(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* block) noexcept {
  liftbox::test::release(block);
}
void operator delete(void* block, std::size_t /*size*/) noexcept {
  liftbox::test::release(block);
}
