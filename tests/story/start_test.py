#!/usr/bin/python3
"""How the daemon starts where something is missing, asked of the real programs.

usage: start_test.py BUILD_DIR [unittest's own words]
"""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import judge
from lab.processes import Process, wait_until
from lab.town import DELIVERY_SECONDS, Town

BUILD = Path(sys.argv.pop(1))
EX_IOERR = 74
EX_CONFIG = 78
SECONDS = 15
# Root may write where nobody may: not without these.
AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


class AStart(unittest.TestCase):
    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="liftbox-start-"))
        self.addCleanup(self.clean)
        self.town = Town(BUILD, self.directory)
        self.addCleanup(self.town.stop)
        self.box = self.town.box
        self.store = self.box.store.parent

    def clean(self):
        self.assertEqual([], judge.left_running(self.directory))
        shutil.rmtree(self.directory)

    def watch(self):
        self.box.start()
        self.box.wait_until_it_answers()

    def sources(self):
        return {source["name"]: source["healthy"] for source in self.box.status()["sources"]}

    def refusal(self, *under):
        """Exit code and last words of a daemon that does not start."""
        done = subprocess.run(
            [*under, self.box.programs.liftboxd, "--config", self.box.site],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        return done.returncode, done.stderr


class WithoutABroker(AStart):
    def test_keeps_what_happens_until_there_is_one(self):
        self.town.lift.start()
        self.watch()
        wait_until(lambda: self.box.status()["broker"]["error"], SECONDS, "no word of the broker")
        wait_until(lambda: all(self.sources().values()), SECONDS, "a source is not healthy")
        self.assertEqual([("started", "waiting"), ("seal", "waiting")], [(row.type, row.state) for row in self.box.rows()])
        self.town.broker.start()
        self.town.platform.start()
        wait_until(self.town.platform.poll, DELIVERY_SECONDS, "the first record never comes")
        self.assertEqual("started", self.town.platform.arrivals[0].record["type"])


class WithoutALift(AStart):
    def test_says_which_wire_is_dead_and_reads_it_once_it_lives(self):
        self.watch()
        wait_until(lambda: self.sources() == {"controller": False, "lines": False}, SECONDS, "it sees a lift")
        code, shown, _ = self.box.liftctl("status")
        self.assertEqual(0, code)
        self.assertIn("nobody can tell", shown)
        self.town.lift.start()
        wait_until(lambda: all(self.sources().values()), SECONDS, "a source is not healthy")


class WithoutAStore(AStart):
    def test_makes_one_that_only_its_group_can_read(self):
        self.watch()
        self.assertEqual("750", f"{stat.S_IMODE(self.store.stat().st_mode):o}")
        wait_until(self.box.rows, SECONDS, "no record is written")

    def test_watches_where_none_can_be_made_and_says_so(self):
        self.store.write_text("a file in the way")
        self.watch()
        state = self.box.status()["store"]
        self.assertTrue(state["in_memory"])
        self.assertIn(f"{self.store}: Not a directory; the store needs a directory that it can write", state["degraded"])
        self.store.unlink()
        wait_until(self.box.rows, 2 * SECONDS, "it never goes to the disk")
        self.assertEqual("started", self.box.rows()[0].type)

    def test_watches_where_nothing_can_be_written_and_says_so(self):
        self.watch()
        self.box.stop()
        for file in self.store.iterdir():
            file.chmod(0o444)
        self.store.chmod(0o555)
        self.addCleanup(self.store.chmod, 0o755)
        command = [*AS_ANYBODY, self.box.programs.liftboxd, "--config", self.box.site]
        self.box.process = Process("liftboxd", command, self.box.log)
        self.box.wait_until_it_answers()
        self.assertIn(f"chown -R liftbox {self.store}", self.box.status()["store"]["degraded"])

    def test_is_refused_the_one_that_another_daemon_has(self):
        self.watch()
        code, said = self.refusal()
        self.assertEqual(EX_IOERR, code)
        self.assertIn("another liftboxd uses this store", said)


class WithoutAClock(AStart):
    def watch_in_1970(self):
        shim = [f"LD_PRELOAD={BUILD.resolve()}/tests/story/libunset_clock.so", "ASAN_OPTIONS=verify_asan_link_order=0"]
        command = ["env", *shim, self.box.programs.liftboxd, "--config", self.box.site]
        self.box.process = Process("liftboxd", command, self.box.log)
        self.box.wait_until_it_answers()

    def first_record(self):
        wait_until(self.town.platform.poll, SECONDS, "no record comes")
        return self.town.platform.arrivals[0].record

    def second_start(self):
        self.town.platform.poll()
        starts = [arrival.record for arrival in self.town.platform.arrivals if arrival.record["type"] == "started"]
        return starts[1] if len(starts) > 1 else None

    def test_watches_and_delivers_and_says_that_its_time_is_none(self):
        for part in (self.town.broker, self.town.platform, self.town.lift):
            part.start()
        self.watch_in_1970()
        record = self.first_record()
        self.assertEqual(("started", "unset", "1970"), (record["type"], record["clock"], record["time"][:4]))
        wait_until(lambda: all(self.sources().values()), SECONDS, "a source is not healthy")

    def test_never_goes_back_behind_what_it_has_written(self):
        self.town.broker.start()
        self.town.platform.start()
        self.watch()
        before = self.first_record()
        self.box.stop()
        self.watch_in_1970()
        after = wait_until(self.second_start, SECONDS, "the second life leaves no record")
        self.assertEqual("unset", after["clock"])
        self.assertLessEqual(before["time"], after["time"])


class WithoutItsWatchdog(AStart):
    def test_is_a_mistake_of_the_site_file_before_anything_is_written(self):
        self.box.site.write_text(self.box.site.read_text() + '[watchdog]\ndevice = "/dev/no-such-watchdog"\n')
        code, said = self.refusal()
        self.assertEqual(EX_CONFIG, code)
        self.assertIn("watchdog.device /dev/no-such-watchdog cannot be opened", said)
        self.assertEqual([], self.box.rows())


if __name__ == "__main__":
    unittest.main()
