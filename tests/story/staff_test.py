#!/usr/bin/python3
"""Who may change something at a box, who is told to have done it, and the visits, asked of the real programs.

usage: staff_test.py BUILD_DIR [unittest's own words]
"""

import datetime
import json
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import judge
from lab.processes import wait_until
from lab.town import Town

BUILD = Path(sys.argv.pop(1))
REFUSED = 1
BAD_INPUT = 2
SECONDS = 15


class AtABox(unittest.TestCase):
    """A lift at which nothing happens, and a box without a platform."""

    SITE = ""

    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="liftbox-staff-"))
        self.addCleanup(self.clean)
        self.town = Town(BUILD, self.directory)
        self.addCleanup(self.town.stop)
        self.box = self.town.box
        with self.box.site.open("a") as site:
            site.write(self.SITE)
        self.prepare()
        self.town.lift.start()
        self.box.start()
        self.box.wait_until_it_answers()

    def prepare(self):
        pass

    def clean(self):
        self.assertEqual([], judge.left_running(self.directory))
        shutil.rmtree(self.directory)

    def liftctl(self, *words, typed=None):
        """(exit code, what it says); `typed` comes through a pipe."""
        done = subprocess.run(
            [self.box.programs.liftctl, "--socket", self.box.control, *words],
            input=typed,
            stdin=subprocess.DEVNULL if typed is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        return done.returncode, done.stdout

    def records(self, kind):
        return [json.loads(row.bytes) for row in self.box.rows() if row.type == kind]

    def changed_by(self, words=()):
        """Reloads with a limit changed, and says whom the record names."""
        before = len(self.records("configuration_changed"))
        text = self.box.site.read_text()
        self.box.site.write_text(text.replace("landings = 8", f"landings = {9 + before}").replace(
            f"landings = {8 + before}", f"landings = {9 + before}"
        ))
        code, said = self.liftctl("reload", *words)
        self.assertEqual(0, code, said)
        wait_until(lambda: len(self.records("configuration_changed")) > before, SECONDS, "no record of the change")
        return self.records("configuration_changed")[-1]["evidence"].get("by")


class WithoutPins(AtABox):
    SITE = "[sign_in]\nlasts_min = 30\n"

    def test_a_work_number_is_enough_and_stands_in_the_record(self):
        self.assertEqual("4711", self.changed_by(["--as", "4711"]))

    def test_nobody_changes_something_without_one(self):
        code, said = self.liftctl("reload")
        self.assertEqual(REFUSED, code)
        self.assertIn("nobody is signed in: give your work number with --as, or `liftctl sign-in` once", said)
        code, said = self.liftctl("incident", "ack", "--as", "Bert")
        self.assertEqual(REFUSED, code)
        self.assertIn("this is no work number", said)

    def test_a_sign_in_holds_for_all_that_follows_until_it_ends(self):
        self.assertEqual((0, "nobody is signed in at this account\n"), self.liftctl("sign-in"))
        code, said = self.liftctl("sign-in", "--as", "4711")
        self.assertEqual(0, code)
        self.assertRegex(said, r"^4711 is signed in until 20\d\d-")
        self.assertIn("4711 is signed in until", self.liftctl("sign-in")[1])
        self.assertEqual("4711", self.changed_by())
        self.assertEqual("4712", self.changed_by(["--as", "4712"]))
        self.assertEqual((0, "4711 is signed out\n"), self.liftctl("sign-out"))
        self.assertEqual((0, "nobody was signed in at this account\n"), self.liftctl("sign-out"))
        self.assertEqual(REFUSED, self.liftctl("reload")[0])


class TheVisit(AtABox):
    SITE = '[inspection]\nnext = "2020-11-20"\n'

    def last(self, kind):
        wait_until(lambda: self.records(kind), SECONDS, f"no record {kind}")
        return self.records(kind)[-1]["evidence"]

    def test_is_in_the_records_with_what_was_not_seen(self):
        self.assertEqual(BAD_INPUT, self.liftctl("visit", "start", "--kind", "weekly", "--as", "4711")[0])
        code, said = self.liftctl("visit", "start", "--kind", "quarterly", "--as", "4711")
        self.assertEqual(0, code, said)
        self.assertEqual(("4711", "quarterly"), (self.last("maintenance_started")["by"], self.last("maintenance_started")["kind"]))
        code, said = self.liftctl("visit", "start", "--kind", "quarterly", "--as", "4712")
        self.assertEqual(REFUSED, code)
        self.assertIn("4711 is here already", said)
        code, said = self.liftctl("visit", "end", "--items", "A-1-32", "--as", "4711")
        self.assertEqual(REFUSED, code)
        self.assertIn("is no item of TSG T5002", said)
        code, said = self.liftctl("visit", "end", "--items", "all", "--as", "4711")
        self.assertEqual(0, code, said)
        self.assertIn("NOT EVIDENCED", said)
        ended = self.last("maintenance_ended")
        self.assertEqual((False, False, ["A-1", "A-2"]), (ended["evidenced"], ended["counts"], ended["items"]))
        self.assertIn("NOT EVIDENCED", self.liftctl("visit", "show")[1])

    def test_of_the_inspector_outlives_a_restart(self):
        wait_until(lambda: self.records("inspection_due"), SECONDS, "it is not overdue")
        self.assertIn("OVERDUE", self.liftctl("status")[1])
        self.assertEqual(BAD_INPUT, self.liftctl("inspection", "done", "--date", "2026-02-30", "--as", "4711")[0])
        code, said = self.liftctl("inspection", "done", "--date", "2099-01-01", "--as", "4711")
        self.assertEqual(REFUSED, code)
        self.assertIn("2099-01-01 has not come yet", said)
        today = datetime.date.today() - datetime.timedelta(days=1)
        code, said = self.liftctl("inspection", "done", "--date", str(today), "--as", "4711")
        self.assertEqual(0, code, said)
        done = self.last("inspection_done")
        self.assertEqual((str(today), "4711"), (done["date"], done["by"]))
        self.assertGreater(done["next"], str(today))
        self.box.stop()
        self.box.start()
        self.box.wait_until_it_answers()
        _, said = self.liftctl("inspection", "show", "--json")
        self.assertEqual(done["next"], json.loads(said)["next"])
        self.assertNotIn("OVERDUE", self.liftctl("status")[1])

    def test_of_the_box_by_itself(self):
        wait_until(
            lambda: all(source["healthy"] for source in self.box.status()["sources"]), SECONDS, "a source is silent"
        )
        code, said = self.liftctl("self-test", "--as", "4711")
        self.assertEqual(0, code)
        self.assertIn("broker", said)
        test = self.last("self_test")
        self.assertEqual((False, "bad", "good", "4711"), (test["passed"], test["broker"], test["store"], test["by"]))
        self.assertIn("the last self-test found wrong: broker", self.liftctl("status")[1])


class WithPins(AtABox):
    SITE = '[sign_in]\npins_file = "pins"\n'

    def prepare(self):
        self.pins = self.box.site.parent / "pins"
        lines = [self.make_pin("4711", "246810"), self.make_pin("4712", "13579")]
        self.pins.write_text("# firm A\n" + "".join(lines))
        self.pins.chmod(0o640)

    def make_pin(self, who, pin):
        code, line = self.liftctl("pin", "--as", who, typed=pin + "\n")
        self.assertEqual(0, code)
        self.assertTrue(line.startswith(f"{who} $scrypt$"))
        self.assertNotIn(pin, line)
        return line

    def test_a_bare_work_number_is_not_believed(self):
        code, said = self.liftctl("reload", "--as", "4711")
        self.assertEqual(REFUSED, code)
        self.assertIn("4711 is not signed in: `liftctl sign-in --as 4711` first", said)

    def test_who_knows_the_pin_is_believed(self):
        code, said = self.liftctl("sign-in", "--as", "4711", typed="246810\n")
        self.assertEqual(0, code, said)
        self.assertEqual("4711", self.changed_by())
        self.assertEqual("4711", self.changed_by(["--as", "4711"]))
        code, said = self.liftctl("reload", "--as", "4712")
        self.assertEqual(REFUSED, code)
        self.assertIn("4712 is not signed in", said)

    def test_a_wrong_pin_is_recorded_and_slows_the_next_try(self):
        code, said = self.liftctl("sign-in", "--as", "4711", typed="111111\n")
        self.assertEqual(REFUSED, code)
        self.assertIn("work number or PIN is wrong", said)
        wait_until(lambda: self.records("command_refused"), SECONDS, "no record of it")
        evidence = self.records("command_refused")[0]["evidence"]
        self.assertEqual(
            {
                "command": "sign_in",
                "reason": "wrong_pin",
                "by": "4711",
                "in_a_row": "1",
                "account": str(os.getuid()),
            },
            evidence,
        )
        for wrong in range(2, 9):  # each waits twice as long, so that a slow machine is caught up with
            said = self.liftctl("sign-in", "--as", "4711", typed="111111\n")[1]
            if "after a wrong PIN: the next try in" in said:
                break
        else:
            self.fail("nothing slows who tries PINs")
        self.assertEqual(0, self.liftctl("sign-in", "--as", "4712", typed="13579\n")[0])
        wait_until(
            lambda: self.liftctl("sign-in", "--as", "4711", typed="246810\n")[0] == 0, 60, "locked out for good"
        )
        self.assertEqual(wrong - 1, len(self.records("command_refused")))

    def test_what_is_no_work_number_here_stays_out_of_the_records(self):
        self.assertEqual(REFUSED, self.liftctl("sign-in", "--as", "246810", typed="4711\n")[0])
        wait_until(lambda: self.records("command_refused"), SECONDS, "no record of it")
        evidence = self.records("command_refused")[0]["evidence"]
        self.assertEqual(("unknown_work_number", ""), (evidence["reason"], evidence["by"]))
        self.assertNotIn("246810", self.box.rows()[-1].bytes.decode())

    def test_a_file_that_cannot_be_used_lets_nobody_in_and_says_where(self):
        with self.pins.open("a") as pins:
            pins.write("4713 1234\n")
        code, said = self.liftctl("sign-in", "--as", "4711", typed="246810\n")
        self.assertEqual(REFUSED, code)
        self.assertIn("pins:4: this is no PIN", said)

    def test_a_terminal_does_not_show_what_is_typed(self):
        for typed, code, words in (
            (b"24688\x7f10\r", 0, "4711 is signed in"),
            (b"246\x03", BAD_INPUT, "no PIN was given"),
        ):
            keyboard, terminal = pty.openpty()
            command = [self.box.programs.liftctl, "--socket", self.box.control, "sign-in", "--as", "4711"]
            with subprocess.Popen(command, stdin=terminal, stdout=subprocess.PIPE, stderr=terminal, text=True) as one:
                shown = b""
                while b"PIN of 4711: " not in shown:
                    shown += os.read(keyboard, 1000)
                os.write(keyboard, typed)
                said = one.stdout.read()
                self.assertEqual(code, one.wait(SECONDS))
            os.set_blocking(keyboard, False)
            shown += os.read(keyboard, 1000)
            self.assertIn(words, said + shown.decode())
            self.assertNotIn(b"246", shown)
            os.close(keyboard)
            os.close(terminal)


if __name__ == "__main__":
    unittest.main()
