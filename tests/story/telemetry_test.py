#!/usr/bin/python3
"""Telemetry as a platform gets it, asked of the real programs, of mosquitto_sub and of sqlite3.

usage: telemetry_test.py BUILD_DIR [unittest's own words]
"""

import itertools
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import judge
from lab.box import DEVICE
from lab.lift import wall_seconds
from lab.processes import Process, wait_until
from lab.town import Town
from wiretap import validators

BUILD = Path(sys.argv.pop(1))
ROOT = Path(__file__).resolve().parents[2]
TRAFFIC = ROOT / "drivers/simulated/stories/traffic.story"
SECONDS = 20
FORM = validators()["telemetry"]

TELEMETRY = """
[[controller.custom]]
name = "cabinet"
address = 9
type = "i16"
scale = 0.1
unit_of_measure = "degC"
interval_ms = 500

[telemetry]
signals = ["car_position", "door_zone", "custom.cabinet"]
batch_ms = 200
refresh_s = 1
"""


class Subscriber:
    """mosquitto_sub, which knows nothing of us and writes what it gets to a file."""

    def __init__(self, port, directory, device=DEVICE):
        self.log = directory / "telemetry.jsonl"
        self.log.touch()
        topic = f"lift/v1/{device}/telemetry"
        arguments = ["mosquitto_sub", "-p", port, "-q", "1", "-c", "-i", "telemetry-reader", "-t", topic]
        self.process = Process("mosquitto_sub", arguments, self.log)

    def batches(self):
        whole = self.log.read_text()
        whole = whole[: whole.rfind("\n") + 1]
        batches = [json.loads(line) for line in whole.splitlines() if line.startswith("{")]
        for batch in batches:
            FORM.validate(batch)
        return batches

    def values(self, name):
        all_values = [value for batch in self.batches() for value in batch["values"]]
        return [(wall_seconds(v["time"]), v["value"]) for v in all_values if v["name"] == name]


class WithATown(unittest.TestCase):
    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="liftbox-telemetry-"))
        self.addCleanup(self.clean)
        self.town = Town(BUILD, self.directory, story=TRAFFIC)
        self.addCleanup(self.town.stop)
        self.box = self.town.box
        self.broker = self.town.broker
        self.subscriber = None

    def clean(self):
        if self.subscriber:
            self.subscriber.process.stop()
        self.assertEqual([], judge.left_running(self.directory))
        shutil.rmtree(self.directory)

    def start(self, site, device=DEVICE):
        self.box.site.write_text(site)
        self.broker.start()
        self.subscriber = Subscriber(self.broker.port, self.directory, device)
        self.town.lift.start()
        self.box.start()
        self.box.wait_until_it_answers()

    def wait_for(self, ready, what):
        return wait_until(ready, SECONDS, lambda: f"{what}; so far {self.subscriber.batches()[-3:]}")

    def signals(self):
        return {signal["name"]: signal for signal in json.loads(self.box.liftctl("signals", "--json")[1])["signals"]}

    def stored(self, sql):
        asked = ["sqlite3", "-readonly", str(self.box.store), sql]
        return subprocess.run(asked, capture_output=True, text=True, check=True, timeout=20).stdout.strip()


class Telemetry(WithATown):
    def setUp(self):
        super().setUp()
        self.start(self.box.site.read_text() + TELEMETRY)
        self.wait_for(lambda: len(self.subscriber.values("custom.cabinet")) >= 3, "no cabinet temperature")

    def largest_gap(self, name):
        times = [at for at, _ in self.subscriber.values(name)]
        self.assertEqual(sorted(times), times, "not in the order in which they were taken")
        return max((b - a for a, b in itertools.pairwise(times)), default=0)

    def break_off(self, values):
        """An outage in which so many values are taken."""
        self.broker.stop()
        wait_until(
            lambda: self.box.status()["outbox"]["telemetry"]["waiting"] >= values,
            SECONDS,
            lambda: f"too few values wait: {self.box.status()['outbox']['telemetry']}",
        )

    def test_is_read_by_a_foreign_subscriber(self):
        self.wait_for(lambda: len({v for _, v in self.subscriber.values("car_position")}) >= 5, "it stands still")
        self.wait_for(lambda: {v for _, v in self.subscriber.values("door_zone")} >= {True, False}, "no zone left")
        temperatures = [v for _, v in self.subscriber.values("custom.cabinet") if v is not None]
        self.assertTrue(all(0 < value < 60 for value in temperatures), temperatures)
        self.assertTrue(all(round(value, 1) == value for value in temperatures), temperatures)
        self.assertEqual(0, int(self.stored("SELECT count(*) FROM telemetry")))
        self.assertEqual("degC", self.identity()["telemetry"]["custom.cabinet"]["unit"])
        self.assertEqual("mm", self.identity()["telemetry"]["car_position"]["unit"])

    def identity(self):
        asked = ["mosquitto_sub", "-p", str(self.broker.port), "-t", f"lift/v1/{DEVICE}/identity", "-C", "1"]
        return json.loads(subprocess.run([*asked, "-W", "5"], capture_output=True, check=True, timeout=10).stdout)

    def test_a_silent_controller_makes_a_value_unknown_and_the_screen_says_so(self):
        self.assertEqual("good", self.signals()["custom.cabinet"]["quality"])
        self.assertEqual("controller", self.signals()["custom.cabinet"]["source"])
        self.assertRegex(self.box.liftctl("signals")[1], r"custom\.cabinet +\d+(\.\d)? degC +[\d.]+ s +good")
        self.town.lift.stop()
        self.wait_for(lambda: self.subscriber.values("custom.cabinet")[-1][1] is None, "never unknown")
        self.wait_for(lambda: self.subscriber.values("door_zone")[-1][1] is None, "the line is never unknown")
        self.assertEqual("bad", self.signals()["custom.cabinet"]["quality"])
        self.assertRegex(self.box.liftctl("signals")[1], r"NOT TO BE BELIEVED:(.|\n)*\bcustom\.cabinet\b")

    def test_nothing_is_missing_after_an_outage(self):
        self.break_off(30)
        self.broker.revive()
        back = time.time()
        self.wait_for(lambda: self.subscriber.values("custom.cabinet")[-1][0] > back + 2, "the broker is not found")
        self.assertLess(self.largest_gap("custom.cabinet"), 2.5)

    def test_nothing_is_missing_when_the_box_ends_and_begins_during_an_outage(self):
        self.break_off(30)
        down = time.time()
        self.assertEqual(0, self.box.stop())
        self.assertGreaterEqual(int(self.stored("SELECT sum(value_count) FROM telemetry")), 30)
        self.assertEqual("1", self.stored("SELECT min(json_valid(payload)) FROM telemetry"))
        self.box.start()
        self.box.wait_until_it_answers()
        up = time.time()
        self.broker.revive()
        self.wait_for(lambda: self.subscriber.values("custom.cabinet")[-1][0] > up + 3, "the broker is not found")
        self.wait_for(lambda: self.stored("SELECT count(*) FROM telemetry") == "0", "the store is never emptied")
        self.assertLess(self.largest_gap("custom.cabinet"), up - down + 3.5)
        before = [at for at, _ in self.subscriber.values("custom.cabinet") if down - 4 < at < down]
        self.assertGreaterEqual(len(before), 3)

    def test_a_changed_list_is_taken_up_while_the_box_runs(self):
        here = self.box.site.read_text()
        self.box.site.write_text(here.replace('"door_zone", ', '"door_zone", "mains_power", '))
        code, said, _ = self.box.liftctl("reload", "--as", "4711")
        self.assertEqual(0, code)
        self.assertIn("telemetry.signals", said)
        self.wait_for(lambda: self.subscriber.values("mains_power"), "a quiet line is not told of")
        self.assertIs(True, self.subscriber.values("mains_power")[0][1])
        self.assertNotIn(None, [value for _, value in self.subscriber.values("door_zone")])

    def test_another_share_of_the_store_needs_a_restart(self):
        self.box.site.write_text(self.box.site.read_text() + "share_mb = 2\n")
        code, _, said = self.box.liftctl("reload", "--as", "4711")
        self.assertNotEqual(0, code)
        self.assertIn("telemetry.share_mb: 8 -> 2 cannot change while the box runs: restart liftboxd", said)

    def test_telemetry_that_comes_anew_needs_a_restart_and_says_so(self):
        self.box.site.write_text(self.box.site.read_text().split("\n[telemetry]")[0] + "\n")
        code, _, said = self.box.liftctl("reload", "--as", "4711")
        self.assertNotEqual(0, code)
        self.assertIn("restart liftboxd", said)


class AGateway(WithATown):
    def test_works_as_its_page_says(self):
        page = (ROOT / "protocols/README.md").read_text()
        site = re.search(r"```toml\n(.*?)```", page, re.S).group(1)
        for there, here in {
            '"simulated"': f'"{ROOT}/board/profiles/simulated.toml"',
            "/tmp/lift-bus": str(self.town.lift.bus),
            'host = "127.0.0.1"': f'host = "127.0.0.1"\nport = {self.broker.port}',
            '"/tmp/gateway-1"': '"store"',
            "/tmp/gateway-1.sock": "control.sock",
        }.items():
            self.assertEqual(1, site.count(there), there)
            site = site.replace(there, here)
        region = f'region = "{ROOT}/protocols/profiles/regions/national.toml"\n'  # installed, it is found by its name
        self.start(region + site, device="gateway-1")
        self.wait_for(lambda: any(value for _, value in self.subscriber.values("custom.speed")), "it never runs")
        speeds = [value for _, value in self.subscriber.values("custom.speed") if value is not None]
        self.assertTrue(all(0 <= value < 3 for value in speeds), speeds)
        positions = [value for _, value in self.subscriber.values("custom.position") if value is not None]
        for one, next_one in itertools.pairwise(positions):
            self.assertGreater(abs(next_one - one), 50)
        self.assertEqual({"custom.speed", "custom.position", "custom.cabinet_temperature"}, {
            value["name"] for batch in self.subscriber.batches() for value in batch["values"]
        })
        self.assertIn("custom.cabinet_temperature", self.box.liftctl("signals")[1])


if __name__ == "__main__":
    unittest.main()
