#!/usr/bin/python3
"""What a platform, a service manager and a technician rely on, asked of the real programs.

usage: daemon_test.py BUILD_DIR [unittest's own words]
"""

import csv
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import judge
from lab.box import DEVICE
from lab.broker import Broker
from lab.lift import wall_seconds
from lab.platform import now_rfc3339
from lab.processes import wait_until
from lab.town import Town
from wiretap import Wiretap

OWN = f"lift/v1/{DEVICE}/"
EX_CONFIG = 78
REFUSED = 1
NOT_REACHABLE = 3
BUILD = Path(sys.argv.pop(1))
ROOT = Path(__file__).resolve().parents[2]
REGIONS = ROOT / "protocols/profiles/regions"
OUTSIDE_CONFIRM_NOW_8 = "rules.entrapment.outside_confirm_s: 30 -> 8"


class WithATown(unittest.TestCase):
    """A lift at which nothing happens, with all that belongs to it."""

    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="liftbox-daemon-"))
        self.addCleanup(self.clean)
        self.town = self.make_town()
        self.addCleanup(self.town.stop)
        self.box = self.town.box
        self.platform = self.town.platform
        self.wiretap = Wiretap(self.town.broker.port, self.directory)
        self.addCleanup(self.wiretap.stop)
        self.addCleanup(lambda: self.assertEqual([], self.wiretap.complaints()))
        self.town.broker.start()
        self.wiretap.start()
        self.town.start()
        self.box.wait_until_it_answers()

    def make_town(self):
        return Town(BUILD, self.directory)

    def clean(self):
        self.assertEqual([], judge.left_running(self.directory))
        shutil.rmtree(self.directory)

    def retained(self, name):
        """What mosquitto_sub, which knows nothing of us, is given at once."""
        said = subprocess.run(
            ["mosquitto_sub", "-p", str(self.town.broker.port), "-t", OWN + name, "-C", "1", "-W", "5"],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        ).stdout
        return json.loads(said) if said else None

    def hashes_of_the_files(self):
        files = {
            "site": self.box.site,
            "board": ROOT / "board/profiles/simulated.toml",
            "controller": ROOT / "protocols/profiles/controllers/generic.toml",
            "region": ROOT / "protocols/profiles/regions/national.toml",
        }
        return {role: hashlib.sha256(file.read_bytes()).hexdigest() for role, file in files.items()}

    def wait_for_status(self, online):
        wait_until(
            lambda: (self.retained("status") or {}).get("online") is online,
            15,
            f"status never says online={online}",
        )

    def wait_for_record(self, kind, seconds=15):
        def come():
            self.platform.poll()
            return next((one.record for one in self.platform.arrivals if one.record["type"] == kind), None)

        return wait_until(come, seconds, f"no record {kind}")

    def asked(self, name, **content):
        """mosquitto_rr is the platform: it names a response topic and waits there."""
        command = {"id": f"t-{name}", "issued": now_rfc3339(), "by": "city", **content}
        arguments = ["-t", OWN + f"cmd/{name}", "-e", OWN + "reply/platform", "-m", json.dumps(command)]
        said = subprocess.run(
            ["mosquitto_rr", "-p", str(self.town.broker.port), "-V", "5", "-q", "1", "-W", "10", *arguments],
            capture_output=True,
            text=True,
            timeout=15,
            check=False,
        ).stdout
        return json.loads(said)

    def records_of(self, kind):
        return sum(json.loads(row.bytes)["type"] == kind for row in self.box.rows())

    def wait_until_heard(self):
        wait_until(
            lambda: all(source["healthy"] for source in self.box.status()["sources"]),
            10,
            "a source is not healthy",
        )

    def wait_for_state(self, row_state):
        def come():
            self.platform.poll()
            rows = self.box.rows()
            return rows and all(row.state == row_state for row in rows)

        wait_until(come, 15, lambda: f"not every record is {row_state}: {self.box.rows()}")


class ThePlatform(WithATown):
    def test_finds_status_identity_and_state_retained(self):
        self.wait_for_status(True)
        self.assertEqual("31105101132016060031", self.retained("identity")["lift"]["registration_code"])
        self.assertEqual("lines", self.retained("identity")["signals"]["door_zone"])
        self.assertEqual(self.hashes_of_the_files(), self.retained("identity")["hashes"])
        wait_until(
            lambda: self.retained("state")["Service_Mode"] == 1, 10, "the state never tells of normal service"
        )
        state = self.retained("state")
        self.assertLessEqual({"low", "time", "Car_Status", "Car_Position", "Door_Status"}, state.keys())

    def test_hears_from_the_broker_that_the_box_died(self):
        self.wait_for_status(True)
        self.box.kill()
        self.wait_for_status(False)

    def test_alone_decides_when_a_record_is_done(self):
        self.platform.gives_receipts = False
        self.wait_for_record("started")
        self.wait_for_state("accepted")
        self.platform.gives_receipts = True
        self.wait_for_state("done")

    def test_gets_again_what_it_asks_for(self):
        record = self.wait_for_record("started")
        self.wait_for_state("done")
        self.platform.ask(DEVICE, record["epoch"], record["seq"], record["seq"])
        wait_until(
            lambda: self.platform.poll() or self.platform.repeats, 10, "the record did not come a second time"
        )
        self.assertEqual([], self.platform.complaints)

    def test_asks_how_the_box_is_and_is_answered(self):
        self.wait_for_record("started")
        self.assertEqual({"id": "t-report", "ok": True}, self.asked("report"))
        self.assertEqual("day", self.asked("stats")["result"]["period"])
        self.assertEqual({"name": "asked-t-snapshot"}, self.asked("snapshot")["result"])
        self.assertIn("there is no snapshot", self.asked("snapshot", id="t-2", incident="e:7")["error"])
        self.assertIn("replayed", self.asked("report")["error"])
        self.assertEqual("unknown command", self.asked("drive")["error"])

    def test_has_the_box_tested(self):
        self.wait_for_state("done")  # a receipt has come: the whole way there and back works
        self.wait_until_heard()
        tested = self.asked("self_test")
        self.assertTrue(tested["ok"])
        self.assertEqual((True, []), (tested["result"]["passed"], tested["result"]["bad"]))
        found = self.wait_for_record("self_test")["evidence"]
        self.assertEqual(("city", True, "good", "good"), tuple(found[key] for key in ("by", "passed", "broker", "receipts")))

        self.assertIn("too soon", self.asked("self_test", id="t-2")["error"])
        refused = self.wait_for_record("command_refused")["evidence"]
        self.assertEqual(("self_test", "t-2", "city"), tuple(refused[key] for key in ("command", "id", "by")))

    def test_has_nothing_done_twice_when_the_power_fails_in_between(self):
        """A record goes with the id of the command that caused it; a resend causes none."""
        record = self.wait_for_record("started")
        lost = {"epoch": record["epoch"], "from": 1, "to": 1}
        self.asked("self_test")
        self.wait_for_record("self_test")
        self.asked("resend", **lost)
        wait_until(lambda: "t-resend" in self.box.memory(), 10, "the id of the resend is not saved")
        self.box.kill()
        self.box.start()
        self.box.wait_until_it_answers()
        self.wait_for_status(True)
        self.assertIn("replayed", self.asked("self_test")["error"])
        self.assertIn("replayed", self.asked("resend", **lost)["error"])
        self.assertTrue(self.asked("self_test", id="t-anew")["ok"])
        wait_until(lambda: self.records_of("command_refused") == 2, 10, "the refusals are not recorded")
        wait_until(lambda: self.records_of("self_test") == 2, 10, "no second test, though it was asked for")

    def test_cannot_move_the_lift(self):
        self.wait_for_record("started")
        self.platform.command(DEVICE, "open_door", floor=1)
        refused = self.wait_for_record("command_refused")
        self.assertEqual("open_door", refused["evidence"]["command"])


    def test_can_show_a_judge_that_nothing_is_missing_or_changed(self):
        """The export by the box's own word, its hashes by ours, its key by what the broker retains."""
        self.wait_for_record("seal")
        key = self.retained("identity")["seal_key"]
        file = self.directory / "records.jsonl"
        self.assertEqual(0, self.box.liftctl("export", "-o", file)[0])
        lines = file.read_bytes().splitlines()
        hashes = [hashlib.sha256(line).hexdigest() for line in lines]
        self.assertEqual([row.hash for row in self.box.rows()][: len(lines)], hashes)
        self.assertEqual(["0" * 64, *hashes[:-1]], [json.loads(line)["prev"] for line in lines])
        for kept in ((), (file,), (self.box.store,)):
            code, said, _ = self.box.liftctl("verify", *kept, "--key", key)
            self.assertEqual(0, code, said)
            self.assertIn("whole, none missing, none changed", said)

        other = "00" * 32
        code, said, _ = self.box.liftctl("verify", file, "--key", other)
        self.assertEqual(1, code)
        self.assertIn(f"BROKEN at record 2: it is sealed with the key {key}", said)


class TheServiceManager(WithATown):
    def test_sees_the_daemon_end_within_two_seconds(self):
        self.wait_for_record("started")
        asked = time.monotonic()
        self.box.process.terminate()
        self.assertEqual(0, self.box.process.wait(5))
        self.assertLess(time.monotonic() - asked, 2.0)
        self.wait_for_record("stopped")
        self.assertFalse(self.retained("status")["online"])

    def test_sees_it_end_as_soon_without_a_broker(self):
        self.wait_for_record("started")
        self.town.broker.kill()
        asked = time.monotonic()
        self.box.process.terminate()
        self.assertEqual(0, self.box.process.wait(5))
        self.assertLess(time.monotonic() - asked, 2.0)

    def test_is_told_of_a_wrong_configuration_with_line_and_remedy(self):
        self.box.stop()
        lines = self.box.site.read_text().split("\n")
        wrong = self.directory / "wrong.toml"
        wrong.write_text("\n".join(lines).replace("landings = 8", 'landings = "eight"'))
        number = lines.index("landings = 8") + 1
        done = subprocess.run(
            [self.box.programs.liftboxd, "--config", wrong],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
        self.assertEqual(EX_CONFIG, done.returncode)
        self.assertIn(f"{wrong}:{number}", done.stderr)

    def test_cannot_start_a_second_one_at_the_same_store(self):
        done = subprocess.run(
            [self.box.programs.liftboxd, "--config", self.box.site],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
        self.assertNotEqual(0, done.returncode)
        self.assertIn("store", done.stderr)
        self.box.process.require_running()


class WithAChangingSite(WithATown):
    """Somebody edits the site file of a box that is watching its lift."""

    def edit(self, *changes):
        text = self.box.site.read_text()
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        self.box.site.write_text(text)

    def hang_up(self):
        os.kill(self.box.process.pid, signal.SIGHUP)

    def log(self):
        return self.box.log.read_text()

    def wait_for_log(self, words):
        wait_until(lambda: words in self.log(), 15, lambda: f"the log never says {words!r}:\n{self.log()}")

    def refused(self):
        return self.box.status()["config"]["refused"]


class TheInstaller(WithAChangingSite):
    def test_changes_a_limit_and_disturbs_nothing_else(self):
        wait_until(lambda: self.box.status()["broker"]["connected"], 10, "no broker")
        wait_until(
            lambda: all(source["healthy"] for source in self.box.status()["sources"]), 10, "a source is lost"
        )
        self.edit(("[store]", "[rules.entrapment]\noutside_confirm_s = 80\n[store]"))
        self.hang_up()
        record = self.wait_for_record("configuration_changed")
        self.assertEqual(
            "rules.entrapment.outside_confirm_s: 90 -> 80",
            record["evidence"]["changes"],
        )
        self.assertEqual(self.hashes_of_the_files()["site"], record["evidence"]["site_sha256"])
        wait_until(
            lambda: self.retained("identity")["hashes"] == self.hashes_of_the_files(),
            10,
            "the identity keeps the old hashes",
        )
        self.assertEqual(1, self.log().count("broker: connected"))
        lines = next(source for source in self.box.status()["sources"] if source["name"] == "lines")
        self.assertEqual(1, lines["counters"]["connections"])
        _, shown, _ = self.box.liftctl("config", "show")
        self.assertRegex(shown, r"\noutside_confirm_s = 80 +# site\.toml:\d+\n")

    def test_is_told_of_a_mistake_while_the_old_file_stays_in_force(self):
        self.wait_for_record("started")
        self.edit(("landings = 8", 'landings = "eight"\nlandigs = 8'))
        self.hang_up()
        wait_until(self.refused, 10, "the mistakes are not shown")
        self.assertEqual(2, len(self.refused()))
        self.assertRegex(self.refused()[0], r"site\.toml:\d+:\d+: 'landings' is \"eight\": give a whole number")
        self.wait_for_log("unknown key 'landigs': did you mean 'landings'?")
        _, shown, _ = self.box.liftctl("status")
        self.assertIn("liftctl config check", shown)
        code, _, said = self.box.liftctl("reload", "--as", "4711")
        self.assertEqual(REFUSED, code)
        self.assertIn("did you mean 'landings'?", said)
        _, shown, _ = self.box.liftctl("config", "show")
        self.assertIn("landings = 8 ", shown)

        self.edit(('landings = "eight"\nlandigs = 8', "landings = 9"))
        self.assertEqual((0, "lift.landings: 8 -> 9\n"), self.box.liftctl("reload", "--as", "4711")[:2])
        self.assertEqual([], self.refused())

    def test_is_told_what_only_a_restart_changes(self):
        self.wait_for_record("started")
        self.edit((f'device = "{DEVICE}"', 'device = "lift-2"'), ('directory = "store"', 'directory = "other"'))
        code, _, said = self.box.liftctl("reload", "--as", "4711")
        self.assertEqual(REFUSED, code)
        self.assertIn(f'device: "{DEVICE}" -> "lift-2" cannot change while the box runs: restart liftboxd', said)
        self.assertIn("store.directory", said)
        self.assertEqual(DEVICE, self.box.status()["device"])

    def test_moves_the_box_to_another_broker(self):
        self.wait_for_record("started")
        other = Broker(self.directory / "other")
        self.addCleanup(other.stop)
        other.start()
        self.edit((f"port = {self.town.broker.port}", f"port = {other.port}"))
        code, said, _ = self.box.liftctl("reload", "--as", "4711")
        self.assertEqual((0, f"broker.port: {self.town.broker.port} -> {other.port}\n"), (code, said))
        wait_until(lambda: self.box.status()["broker"]["connected"], 10, "no connection to the other broker")
        self.assertTrue(self.box.status()["broker"]["address"].endswith(f":{other.port}"))
        self.assertFalse(self.retained("status")["online"])

    def test_takes_the_lines_away_and_gives_them_back(self):
        def sources():
            return [source["name"] for source in self.box.status()["sources"]]

        self.wait_for_record("started")
        self.edit(("[lines]\n", "# [lines]\n"), ("socket = \"" + str(self.town.lift.lines), "# " + str(self.town.lift.lines)))
        code, _, said = self.box.liftctl("reload", "--as", "4711")
        self.assertEqual(REFUSED, code)
        self.assertIn("nothing tells of 'door_zone'", said)
        self.edit((f'device = "{DEVICE}"', f'without_entrapment = true\ndevice = "{DEVICE}"'))
        self.assertEqual(0, self.box.liftctl("reload", "--as", "4711")[0])
        self.assertEqual(["controller"], sources())
        self.edit(("# [lines]\n", "[lines]\n"), ("# " + str(self.town.lift.lines), "socket = \"" + str(self.town.lift.lines)))
        self.assertEqual(0, self.box.liftctl("reload", "--as", "4711")[0])
        self.assertEqual(["controller", "lines"], sources())
        wait_until(
            lambda: all(source["healthy"] for source in self.box.status()["sources"]), 10, "a source is lost"
        )


    def test_keeps_the_old_lines_where_the_new_ones_cannot_be_had(self):
        self.wait_for_record("started")
        board = self.directory / "gpio.toml"
        board.write_text(
            'name = "gpio"\n[[line]]\nname = "DI1"\nchip = "gpiochip99"\noffset = 1\nsignal = "door_zone"\n'
        )
        self.edit(
            (f'board = "{ROOT}/board/profiles/simulated.toml"', f'board = "{board}"'),
            (f'socket = "{self.town.lift.lines}"\n', ""),
        )
        code, _, said = self.box.liftctl("reload", "--as", "4711")
        self.assertEqual(REFUSED, code)
        self.assertIn("gpiochip99", said)
        wait_until(
            lambda: all(source["healthy"] for source in self.box.status()["sources"]), 10, "a source is lost"
        )
        self.assertEqual(["controller", "lines"], [source["name"] for source in self.box.status()["sources"]])
        _, shown, _ = self.box.liftctl("config", "show", "--part", "board")
        self.assertIn('name = "simulated"', shown)


class TheBrake(WithAChangingSite):
    """A drum brake of the 2021 notice, and who works at it."""

    def setUp(self):
        super().setUp()
        self.wait_for_record("started")
        self.edit(('brake_model = "DZS-800"', 'brake_model = "DZS800"\nbrake_push_rod = "steel"'))
        code, said, wrong = self.box.liftctl("reload", "--as", "4711")
        self.assertEqual(0, code, wrong)
        self.assertIn('lift.brake_push_rod: "unknown" -> "steel"', said)

    def record(self, *words):
        return self.box.liftctl("brake", "record", *words)

    def dossier(self):
        code, said, _ = self.box.liftctl("brake", "--json")
        self.assertEqual(0, code)
        return json.loads(said)

    def test_keeps_its_dossier_through_a_kill(self):
        self.assertEqual("not_yet", self.dossier()["verdict"])
        code, said, _ = self.record("--action", "dismantled", "--note", "sludge", "--as", "4711")
        self.assertEqual(0, code)
        self.assertIn("recorded: electromagnet dismantled, ", said)
        day = self.dossier()["time"][:10]
        code, said, _ = self.record(
            "--action", "push_rod_changed", "--material", "copper", "--on", day, "--as", "4712"
        )
        self.assertEqual(0, code)
        self.assertIn("CANNOT BE JUDGED", said)
        record = self.wait_for_record("brake_maintained")
        self.assertEqual("notice", record["severity"])
        self.assertEqual(
            {"action": "dismantled", "before": {}, "by": "4711", "done": day, "note": "sludge"},
            record["evidence"],
        )

        self.box.kill()
        self.box.start()
        self.box.wait_until_it_answers()
        dossier = self.dossier()
        self.assertEqual(("copper", "steel"), tuple(dossier["brake"][f"push_rod{of}"] for of in ("", "_at_installation")))
        self.assertEqual({"dismantled": "4711", "push_rod_changed": "4712"},
                         {action: work["by"] for action, work in dossier["work"].items()})
        self.assertEqual((["too_few_cycles"], "cannot_be_judged"), (dossier["reasons"], dossier["verdict"]))

    def test_is_a_row_of_the_summary_table_that_a_spreadsheet_opens(self):
        self.assertEqual(0, self.record("--action", "adjusted", "--note", '=1+1, "gap"', "--as", "4711")[0])
        table = self.directory / "table.csv"
        self.assertEqual(0, self.box.liftctl("brake", "export", "--csv", "-o", table)[0])
        self.assertEqual(b"\xef\xbb\xbf", table.read_bytes()[:3])
        with table.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines, strict=True))
        self.assertEqual(2, len(rows))
        row = dict(zip(*rows, strict=True))
        self.assertEqual("31105101132016060031", row["注册代码"].strip())
        self.assertEqual(
            ["DZS800", "鼓式", "是", "2", "钢(导磁)", "钢(导磁)", "", "未完成治理"],
            [
                row[heading]
                for heading in (
                    "制动器型号",
                    "制动器型式",
                    "是否重点排查型号",
                    "制动臂数",
                    "松闸顶杆材质(治理前)",
                    "松闸顶杆材质(现状)",
                    "电磁铁拆解保养日期",
                    "治理结论",
                )
            ],
        )
        self.assertEqual('调整: =1+1, "gap"', row["备注"])

    def test_takes_no_word_that_cannot_be_true(self):
        for words, complaint in (
            (("--action", "dismantled", "--on", "2999-01-01"), "2999-01-01 is in the future, today is "),
            (("--action", "dismantled", "--on", "2026-02-30"), "'2026-02-30' is no day: write it like "),
            (("--action", "dismantled", "--on", "1999-12-31"), "1999-12-31 is too long ago"),
            (("--action", "push_rod_changed"), "say what the new one is made of, one of steel, copper"),
            (("--action", "checked", "--note", "x" * 501), "note has 501 bytes: give at most 500"),
        ):
            code, _, said = self.record(*words, "--as", "4711")
            self.assertEqual(REFUSED, code, words)
            self.assertIn(complaint, said)
        for words, complaint in (
            (("--action", "oiled", "--as", "4711"), "dismantled,push_rod_changed,adjusted,checked"),
            (("--action", "checked", "--material", "wood", "--as", "4711"), "copper"),
        ):
            code, _, said = self.record(*words)
            self.assertEqual(2, code, words)
            self.assertIn(complaint, said)
        code, _, said = self.record("--action", "checked")
        self.assertEqual(REFUSED, code)
        self.assertIn("nobody is signed in", said)
        self.assertEqual({}, self.dossier()["work"])

    def test_knows_who_is_signed_in(self):
        self.assertEqual(0, self.box.liftctl("sign-in", "--as", "4711")[0])
        self.assertEqual(0, self.record("--action", "checked")[0])
        self.assertEqual("4711", self.dossier()["work"]["checked"]["by"])


class SomebodyTrapped(WithAChangingSite):
    """The car stops between two floors with a passenger in it."""

    STORY = "1 trip 1 4 1\n12 stop-between-floors\n"

    def make_town(self):
        story = self.directory / "trapped.story"
        story.write_text(self.STORY)
        town = Town(BUILD, self.directory, story)
        with town.box.site.open("a") as site:
            site.write("[rules.entrapment]\noutside_suspect_s = 4\noutside_confirm_s = 30\noutside_possible_s = 60\n")
        return town

    def wait_until_confirmed(self):
        def come():
            self.platform.poll()
            return [one.record for one in self.platform.arrivals if one.record.get("phase") == "confirmed"]

        return wait_until(come, 30, "the entrapment is never confirmed")[0]

    def test_is_told_by_the_number_of_another_city_from_the_reload_on(self):
        self.assertEqual({}, self.wait_for_record("entrapment", 40)["codes"])
        self.edit(
            ("regions/national.toml", "regions/sql_2020s.toml"), ("outside_confirm_s = 30", "outside_confirm_s = 8")
        )
        code, said, why = self.box.liftctl("reload", "--as", "4711")
        self.assertEqual(0, code, why)
        self.assertEqual(
            [f'region: "{REGIONS}/national.toml" -> "{REGIONS}/sql_2020s.toml"', OUTSIDE_CONFIRM_NOW_8],
            said.splitlines(),
        )
        self.assertEqual({"sql_2020s": 11}, self.wait_until_confirmed()["codes"])
        wait_until(lambda: self.retained("identity")["region"] == "sql_2020s", 10, "the identity names the old region")
        self.assertEqual({"region", "extended_region"}, {role for role in self.retained("identity")["hashes"] if "region" in role})

    def test_stays_held_through_reloads(self):
        suspected = self.wait_for_record("entrapment", 40)
        self.assertEqual("suspected", suspected["phase"])
        self.edit(("[controller.rtu]", "response_timeout_ms = 300\n[controller.rtu]"))
        for limit in range(300, 305):  # the bus is opened anew each time
            self.edit((f"response_timeout_ms = {limit}", f"response_timeout_ms = {limit + 1}"))
            self.hang_up()
            self.wait_for_log(f"controller.response_timeout_ms: {limit} -> {limit + 1}")
        self.edit(("outside_confirm_s = 30", "outside_confirm_s = 8"))
        self.hang_up()

        confirmed = self.wait_until_confirmed()
        self.assertEqual(suspected["incident"], confirmed["incident"])
        apart = wall_seconds(suspected["since"]) - wall_seconds(confirmed["since"])
        self.assertLess(abs(apart), 0.002, "the hold began anew")  # two clocks of whole milliseconds
        told = [one.record["phase"] for one in self.platform.arrivals if one.record["type"] == "entrapment"]
        self.assertEqual(1, told.count("suspected"))
        self.assertEqual(0, told.count("cleared"))
        self.assertEqual([], self.platform.complaints)


    def test_a_technician_says_the_cause(self):
        def of_type(kind, phase):
            self.platform.poll()
            told = [one.record for one in self.platform.arrivals]
            return [one for one in told if (one["type"], one["phase"]) == (kind, phase)]

        wait_until(lambda: of_type("entrapment", "confirmed"), 80, "the entrapment is never confirmed")
        confirmed = of_type("entrapment", "confirmed")[0]
        number = confirmed["incident"].split(":")[1]
        code, _, said = self.box.liftctl("incident", "cause", number, "9999", "--as", "4711")
        self.assertEqual(REFUSED, code)
        self.assertIn("9999 is no cause of region national", said)
        code, _, said = self.box.liftctl("incident", "cause", "99999", "0706", "--as", "4711")
        self.assertEqual(REFUSED, code)
        self.assertIn("no such entrapment", said)

        code, shown, _ = self.box.liftctl("incident", "cause", number, "0706", "--as", "4711", "--note", "编码器")
        self.assertEqual(0, code)
        self.assertTrue(shown.startswith(f"cause of #{number}: 0706 编码器 encoder, by 4711"), shown)
        wait_until(lambda: of_type("incident_cause", "noted"), 10, "the cause is not published")
        record = of_type("incident_cause", "noted")[0]
        self.assertEqual(confirmed["incident"], record["incident"])
        self.assertEqual(("0706", "4711", "编码器"), tuple(record["evidence"][key] for key in ("code", "by", "note")))

        code, shown, _ = self.box.liftctl("incident", "show", number)
        self.assertEqual(0, code)
        self.assertIn("0706 编码器 encoder, by 4711", shown)
        code, shown, _ = self.box.liftctl("why-not", "--json")
        self.assertEqual(0, code)
        self.assertIn("counts", json.loads(shown))
        self.assertEqual([], self.platform.complaints)


class TheTechnician(WithATown):
    def test_sees_lift_and_box(self):
        self.wait_for_record("started")
        self.wait_until_heard()
        wait_until(lambda: self.box.status()["broker"]["connected"], 10, "no broker")
        code, shown, _ = self.box.liftctl("status")
        self.assertEqual(0, code)
        self.assertIn(DEVICE, shown)

        code, shown, _ = self.box.liftctl("events", "--json")
        self.assertEqual((0, "started"), (code, json.loads(shown.split("\n")[0])["type"]))
        self.assertEqual(self.box.rows()[0].bytes, shown.split("\n")[0].encode())

        code, shown, _ = self.box.liftctl("signals", "--json")
        signals = {one["name"]: one for one in json.loads(shown)["signals"]}
        self.assertEqual(
            (0, "normal", "good"),
            (code, signals["service_mode"]["value"], signals["service_mode"]["quality"]),
        )
        self.assertEqual((True, "lines"), (signals["door_zone"]["value"], signals["door_zone"]["source"]))

    def test_is_told_what_to_do_when_the_daemon_is_gone(self):
        self.box.kill()
        code, _, said = self.box.liftctl("status")
        self.assertEqual(NOT_REACHABLE, code)
        self.assertIn("liftboxd", said)


if __name__ == "__main__":
    unittest.main()
