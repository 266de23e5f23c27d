#!/usr/bin/python3
"""Every record that benches and scenarios make is what its schema says, by a foreign judge.

usage: records_test.py PROGRAM...   # tests that keep their records where LIFTBOX_KEEP_RECORDS says
"""

import collections
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/story"), str(ROOT / "scripts"), str(Path(__file__).parent)]
import box_records  # noqa: E402
from wiretap import validators  # noqa: E402

MOST_SHOWN = 20


def kept_by(program, directory):
    file = Path(directory) / f"{program.name}.jsonl"
    environment = {**os.environ, "LIFTBOX_KEEP_RECORDS": str(file)}
    done = subprocess.run([program], env=environment, check=False, stdout=subprocess.DEVNULL, timeout=900)
    if done.returncode < 0:  # what the suite finds wrong itself is told where it runs for itself
        raise RuntimeError(f"{program} ended by signal {-done.returncode}")
    return [json.loads(line) for line in file.read_text().splitlines()]


class TheRecords(unittest.TestCase):
    programs = ()

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory(prefix="liftbox-records-") as directory:
            cls.records = [record for one in cls.programs for record in kept_by(one, directory)]
        cls.judge = validators()["record"]

    def test_are_what_their_schemas_say(self):
        complaints = []
        for record in self.records:
            envelope = {"hash": "ab" * 32, "low": 1, "record": record}
            complaints += [
                f"{record['type']} {record['phase']}: {error.json_path}: {error.message[:300]}"
                for error in self.judge.iter_errors(envelope)
            ]
        self.assertEqual([], complaints[:MOST_SHOWN], f"{len(complaints)} in all")

    def test_are_of_every_type_that_detection_tells(self):
        made = collections.Counter(record["type"] for record in self.records)
        missing = set(box_records.event_types()) - set(made) - set(box_records.EVIDENCE)
        self.assertEqual(set(), missing, "no bench and no scenario makes one")


if __name__ == "__main__":
    TheRecords.programs = [Path(program) for program in sys.argv[1:]]
    unittest.main(argv=sys.argv[:1])
