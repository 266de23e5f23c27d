/// What the sanitizers say of Paho itself, and not of us.
///
/// Its C library, 1.3.12, loses what it has queued and not yet written when a connection breaks (its issue
/// 1474): some hundred bytes a message, now and then.
extern "C" const char* __lsan_default_suppressions() {  // NOLINT: the name is the sanitizer's
  return "leak:libpaho-mqtt3as";
}

/// Debian's build is not instrumented, so what its threads do with their own tokens cannot be seen as
/// ordered.
extern "C" const char* __tsan_default_suppressions() {  // NOLINT: the name is the sanitizer's
  return "race:libpaho-mqttpp3\nrace:libpaho-mqtt3as";
}
