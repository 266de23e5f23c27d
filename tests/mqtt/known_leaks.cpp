/// Paho's C library, 1.3.12, loses what it has queued and not yet written when a connection breaks (its issue
/// 1474): some hundred bytes a message, now and then. Ours is still checked.
extern "C" const char* __lsan_default_suppressions() {  // NOLINT: the name is the sanitizer's
  return "leak:libpaho-mqtt3as";
}
