#!/usr/bin/python3
"""What the daemon does when its disk cannot, asked of the real programs: a full, read-only and failing disk, a
damaged store, a copied image. Who judges: mosquitto's subscriber, sqlite3, hashlib.

usage: disk_test.py BUILD_DIR [unittest's own words]
"""

import errno
import hashlib
import json
import re
import random
import shutil
import sys
import tempfile
import time
import unittest
from pathlib import Path

import judge
from lab.box import DEVICE, rows_of
from lab.processes import Process, wait_until
from lab.town import Town

BUILD = Path(sys.argv.pop(1))
SECONDS = 40
PLACES = 6  # writes at which the disk fills up, drawn anew each time
WRITES = 40  # about those of the first commits of a life


class ADisk(unittest.TestCase):
    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="liftbox-disk-"))
        self.addCleanup(self.clean)
        self.town = Town(BUILD, self.directory)
        self.addCleanup(self.town.stop)
        self.box = self.town.box
        self.store = self.box.store.parent
        self.trouble = Path(str(self.store) + ".trouble")
        for part in (self.town.broker, self.town.platform):
            part.start()

    def clean(self):
        self.assertEqual([], judge.left_running(self.directory))
        shutil.rmtree(self.directory)

    def watch(self):
        shim = [
            f"LD_PRELOAD={BUILD.resolve()}/tests/story/libfailing_disk.so",
            f"LIFTBOX_DISK={self.store}",
            "ASAN_OPTIONS=verify_asan_link_order=0",
        ]
        command = ["env", *shim, self.box.programs.liftboxd, "--config", self.box.site]
        self.box.process = Process("liftboxd", command, self.box.log)
        self.box.wait_until_it_answers()

    def fail(self, error, after=0):
        half = self.trouble.with_suffix(".half")
        half.write_text(f"{error} {after}")
        half.rename(self.trouble)

    def mend(self):
        self.trouble.unlink()

    def received(self):
        self.town.platform.poll()
        return [arrival.record for arrival in self.town.platform.arrivals]

    def wait_for(self, kind, phase, count=1):
        def found():
            these = [r for r in self.received() if r["type"] == kind and r["phase"] == phase]
            return these if len(these) >= count else None

        return wait_until(found, SECONDS, f"{kind} {phase} never comes")

    def wait_until_degraded(self, count):
        """Something must happen for the box to find out: commands that are none are recorded, six a minute."""
        asked = 0.0

        def found():
            nonlocal asked
            if time.monotonic() - asked > 3:
                asked = time.monotonic()
                self.town.platform.command(DEVICE, "open_door")
            these = [r for r in self.received() if (r["type"], r["phase"]) == ("store_degraded", "raised")]
            return these if len(these) >= count else None

        return wait_until(found, SECONDS, "the box never says that its disk cannot")[-1]

    def state(self):
        return self.box.status()["store"]

    def check_the_end(self):
        """Everything that the platform has is in the store, as it has it, and each chain is whole."""
        self.box.stop()
        self.received()
        kept = {(row.epoch, row.seq): row.hash for row in rows_of(self.box.store)}
        for arrival in self.town.platform.arrivals:
            self.assertIn((arrival.record["epoch"], arrival.seq), kept)
        for row in rows_of(self.box.store):
            self.assertEqual(row.hash, hashlib.sha256(row.bytes).hexdigest())
        self.assertEqual([], self.town.platform.complaints)
        code, said, _ = self.box.liftctl("verify", str(self.box.store))
        self.assertEqual(0, code, said)


class AFullDisk(ADisk):
    def test_does_not_end_detection_and_what_was_said_meanwhile_is_kept_in_the_end(self):
        seed = random.randrange(1 << 32)
        print(f"seed {seed}", flush=True)
        dice = random.Random(seed)
        for life, after in enumerate(sorted(dice.sample(range(WRITES), PLACES)), 1):
            with self.subTest(after=after, seed=seed):
                self.fail(errno.ENOSPC, after)
                self.watch()
                raised = self.wait_until_degraded(life)
                self.assertTrue(self.state()["in_memory"])
                _, shown, _ = self.box.liftctl("store")
                self.assertIn("IN MEMORY", shown)
                self.assertIn("disk is full", json.dumps(raised["evidence"]).lower() + shown.lower())
                self.town.lift.start()
                self.mend()
                self.wait_for("store_degraded", "cleared", life)
                self.assertFalse(self.state()["in_memory"])
                self.town.lift.stop()
                self.box.stop()
        self.check_the_end()


class ADiskThatFails(ADisk):
    def test_or_is_read_only_is_told_and_the_old_epoch_is_named(self):
        for life, error in enumerate((errno.EIO, errno.EROFS), 1):
            self.watch()
            before = self.wait_for("started", "noted", life)[-1]
            self.fail(error)
            raised = self.wait_until_degraded(life)
            self.assertNotEqual(before["epoch"], raised["epoch"])
            self.assertEqual(1, raised["seq"])
            self.assertEqual(before["epoch"], raised["evidence"]["follows"])
            self.mend()
            cleared = self.wait_for("store_degraded", "cleared", life)[-1]
            self.assertEqual(raised["epoch"], cleared["epoch"])
            self.box.stop()
        self.check_the_end()


class ADamagedStore(ADisk):
    def test_is_set_aside_and_what_is_good_carried_over(self):
        self.watch()
        self.wait_for("started", "noted")
        self.box.stop()
        rows = rows_of(self.box.store)
        content = bytearray(self.box.store.read_bytes())
        for found in re.finditer(rb'"type":"stopped","v":1}', bytes(content)):  # a row that moved leaves its old bytes
            content[found.start() + 8] ^= 1
        self.box.store.write_bytes(content)

        self.watch()
        started = self.wait_for("started", "noted", 2)[-1]
        self.assertEqual(1, started["seq"])
        self.assertEqual(rows[0].epoch, started["evidence"]["follows"])
        self.assertIn("damaged", started["evidence"]["new_epoch"])
        self.assertEqual(1, len(list(self.store.glob("records.sqlite.damaged-*Z"))))
        carried = {(row.seq, row.hash) for row in rows_of(self.box.store) if row.epoch == rows[0].epoch}
        self.assertEqual({(row.seq, row.hash) for row in rows if row.type != "stopped"}, carried)
        self.box.stop()


if __name__ == "__main__":
    unittest.main()
