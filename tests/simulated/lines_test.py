"""The sensor lines as a reader of the socket sees them."""

import time
import unittest

from simulator import Simulator, main

NAMES = ["door_zone", "door_closed", "door_open", "door_locked", "brake_command", "brake_1_released",
         "brake_2_released", "presence", "alarm_button", "mains_power"]
AT_REST = {"door_zone": 1, "door_closed": 1, "door_locked": 1, "mains_power": 1}


class Lines(unittest.TestCase):
    def greeting(self, reader):
        """Level and time of every line, from the first word to `ready`."""
        self.assertEqual(reader.readline(), "liftbox-lines 1\n")
        levels = {}
        for name in NAMES:
            kind, line, level, t_ns = reader.readline().split()
            self.assertEqual((kind, line), ("line", name))
            levels[line] = (int(level), int(t_ns))
        self.assertEqual(reader.readline(), "ready\n")
        return levels

    def test_levels_first_then_every_edge(self):
        with Simulator("0.5 trip 1 2 1\n") as simulator, simulator.listen() as reader:
            levels = self.greeting(reader)
            self.assertEqual({name: level for name, (level, _) in levels.items() if level}, AT_REST)
            now = {name: level for name, (level, _) in levels.items()}
            before = max(t_ns for _, t_ns in levels.values())
            seen = set()
            while "presence" not in seen:
                kind, name, level, t_ns = reader.readline().split()
                self.assertEqual(kind, "edge")
                self.assertNotEqual(int(level), now[name], f"two equal edges of {name}")
                self.assertGreaterEqual(int(t_ns), before)
                self.assertLess(abs(time.monotonic_ns() - int(t_ns)), 2e9, "CLOCK_MONOTONIC, and just now")
                now[name], before = int(level), int(t_ns)
                seen.add(name)
            self.assertEqual(seen, {"door_closed", "door_locked", "door_open", "presence"})
            self.assertEqual(before // 1_000_000, simulator.wait_for("person_entered")["monotonic_ms"])

    def test_any_number_of_readers(self):
        with Simulator("1 mains-off\n") as simulator:
            with simulator.listen() as one, simulator.listen() as other:
                self.greeting(one)
                self.greeting(other)
                self.assertEqual(one.readline(), edge := other.readline())
                self.assertTrue(edge.startswith("edge mains_power 0 "))
            with simulator.listen() as late:
                self.assertEqual(self.greeting(late)["mains_power"], (0, int(edge.split()[3])))


if __name__ == "__main__":
    main()
