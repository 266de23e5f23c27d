// For whom the precompiled header is made: Catch2's own main must read catch.hpp in another way.
