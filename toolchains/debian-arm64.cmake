# Debian arm64: CM4, RK3568.
set(arch arm64)
set(tuple aarch64-linux-gnu)
set(processor aarch64)
set(emulator qemu-aarch64-static)
include(${CMAKE_CURRENT_LIST_DIR}/debian.cmake)
