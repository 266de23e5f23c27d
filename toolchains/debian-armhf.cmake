# Debian armhf: i.MX6ULL.
set(arch armhf)
set(tuple arm-linux-gnueabihf)
set(processor arm)
set(emulator qemu-arm-static)
include(${CMAKE_CURRENT_LIST_DIR}/debian.cmake)
