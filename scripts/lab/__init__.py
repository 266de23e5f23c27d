"""A lift, its box, a broker and a small city platform on one machine: for people to watch (scripts/run)
and for tests/story to judge. Everything is on loopback and below one private directory."""
