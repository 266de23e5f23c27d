#!/usr/bin/python3
"""liftbox-worn-lift as a shell sees it: its trace is one that liftctl replays, and the truth beside it tells of
the same lift.

usage: program_test.py LIFTBOX_WORN_LIFT LIFTCTL
"""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

WORN, LIFTCTL = sys.argv[1:3]


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


class Program(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.trace = Path(self.folder.name, "trace.csv")
        self.truth = Path(self.folder.name, "truth.jsonl")

    def live(self, *options):
        done = run(WORN, *options, "--trace", str(self.trace), "--truth", str(self.truth))
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in self.truth.read_text().splitlines()]

    def replay(self):
        done = run(LIFTCTL, "replay", str(self.trace))
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_who_is_held_outside_the_zone_is_told_by_liftctl(self):
        truths = self.live("--seed", "2", "--incident", "stop_by_door_lock", "--quiet")
        held = [t for t in truths if t["kind"] == "held" and t["cause"] == "stop_by_door_lock"]
        self.assertEqual(len(held), 1)
        self.assertGreater(dict(map(tuple, held[0]["facts"]))["persons"], 0)
        records = self.replay()
        confirmed = [r for r in records if r["type"] == "entrapment" and r["phase"] == "confirmed"]
        self.assertEqual(len(confirmed), 1)
        self.assertTrue(held[0]["from_ms"] < confirmed[0]["t_ms"] <= held[0]["upto_ms"] + 1000)

    def test_a_bus_that_dies_is_not_read_in_the_trace(self):
        self.live("--incident", "bus_dead")
        rows = self.trace.read_text().splitlines()
        self.assertIn("t_ms,signal,value", rows)
        self.assertTrue(any(row.endswith(",car_moving,!") for row in rows))
        self.assertFalse(any(row.endswith(",door_closed,!") for row in rows), "a wire does not die with the bus")
        self.assertEqual(rows[-1], f"{24 * 3600 * 1000},end,")
        self.replay()

    def test_the_same_seed_writes_the_same_bytes(self):
        self.live("--seed", "9", "--field")
        first = (self.trace.read_bytes(), self.truth.read_bytes())
        self.live("--seed", "9", "--field")
        self.assertEqual(first, (self.trace.read_bytes(), self.truth.read_bytes()))

    def test_wrong_usage_says_what_to_do(self):
        for options, said in (
            (["--incident", "nothing_of_the_kind"], "--list names them"),
            (["--trace", "/nowhere/trace.csv"], "/nowhere/trace.csv: cannot be written"),
            (["--days", "0"], "--days"),
        ):
            done = run(WORN, *options)
            self.assertEqual(done.returncode, 2)
            self.assertIn(said, done.stderr)

    def test_it_names_its_incidents(self):
        self.assertIn("shut_in_door_silent", run(WORN, "--list").stdout.split())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
