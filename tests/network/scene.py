"""A box whose way to its broker can be spoiled, and what came of its records in spite of that.

Held against each other: what the lift says was done to it, what the store has (sqlite3), what mosquitto_sub heard.
"""

import contextlib
import hashlib
import json
import time
from pathlib import Path

from lab.box import Box
from lab.broker import KEEPING, Broker
from lab.faulty_link import FaultyLink
from lab.lift import Lift, wall_seconds
from lab.platform import Platform, canonical
from lab.processes import LabError, Process, wait_until
from lab.programs import Programs

EVERY = 1.0  # seconds between two presses of the alarm button
TRAPPED = "1 trip 1 4 1\n12 stop-between-floors\n"  # somebody who can press
PRESSES = TRAPPED + "14 press-alarm 0.3\n" + f"+{EVERY} press-alarm 0.3\n" * 600
EACH_PRESS_TELLS = "[rules.alarm_button]\npress_ms = 0\nclear_s = 0\n"
NEAR = 0.4  # seconds between a press and what is told of it
AWAKE = 3.0  # seconds after it answers until the box is sure to see a press
SETTLE_SECONDS = 60


class Listener:
    """mosquitto_sub, which knows nothing of us, keeps its session, and writes when it heard what."""

    def __init__(self, port, directory: Path):
        self.log = directory / "heard.jsonl"
        self._argv = [
            *("mosquitto_sub", "-p", port, "-q", "1", "-c", "-i", "listener"),
            *("-t", "lift/v1/+/record/#", "-F", "%U %p"),
        ]
        self.process = None

    def start(self):
        self.log.touch()
        self.process = Process("mosquitto_sub", self._argv, self.log)

    def stop(self):
        if self.process:
            self.process.kill()  # it may hang in what is black

    def messages(self):
        """(wall time, record), in the order in which they were heard, repeats too."""
        whole = self.log.read_text()
        lines = [line.partition(" ") for line in whole[: whole.rfind("\n") + 1].splitlines() if line[0].isdigit()]
        return [(float(at), json.loads(payload)["record"]) for at, _, payload in lines]


class Scene:
    def __init__(self, build, directory: Path, story=PRESSES, keep_alive=5, broker_settings=KEEPING):
        programs = Programs.of(build)
        (directory / "presses.story").write_text(story)
        self.broker = Broker(directory / "broker", settings=broker_settings)
        self.link = FaultyLink(self.broker.port)
        self.lift = Lift(programs.lift, directory / "lift", directory / "presses.story")
        self.box = Box(programs, directory / "box", self.lift, self.link.port)
        self.platform = Platform(self.broker.port)
        self.listener = Listener(self.broker.port, directory)
        self.account = ""  # of what the last complaints were about
        self._happenings = []
        self._awake = None
        self._ended = float("inf")
        site = self.box.site.read_text()
        port = f"port = {self.link.port}\n"
        self.box.site.write_text(site.replace(port, f"{port}keep_alive_s = {keep_alive}\n") + EACH_PRESS_TELLS)

    def start(self):
        self.broker.start()
        self.listener.start()
        self.platform.start()
        self.lift.start()
        self.start_box()

    def start_box(self):
        self.box.start()
        self.box.wait_until_it_answers()
        self._awake = time.time() + AWAKE

    def end_lift(self):
        self._ended = time.time() - NEAR  # what was pressed later may not have been seen
        self.lift.stop()

    def stop(self):
        self.box.stop()
        self.lift.stop()
        self.platform.stop()
        self.listener.stop()
        self.link.stop()
        self.broker.stop()

    def shown(self):
        """To a technician, about the broker."""
        return about_the_broker(self.box.liftctl("status")[1])

    def logged(self):
        return about_the_broker(self.box.log.read_text(errors="replace"))

    def presses(self):
        """When the button was pressed, by the lift's own account."""
        self._happenings += self.lift.happenings()
        return [wall_seconds(one["time"]) for one in self._happenings if one["what"] == "alarm_pressed"]

    def made(self):
        return len(self.box.rows())

    def heard(self):
        """(epoch, seq) -> hashes of the contents that were heard under this key."""
        contents = {}
        for _, record in self.listener.messages():
            key = record["epoch"], record["seq"]
            contents.setdefault(key, set()).add(hashlib.sha256(canonical(record)).hexdigest())
        return contents

    def complaints_at_last(self):
        """Those that do not go away as what is under way arrives; the platform gives its receipts meanwhile."""

        def none():
            self.platform.poll()
            return not self.complaints()

        with contextlib.suppress(LabError):
            wait_until(none, SETTLE_SECONDS, "some are left")
        return self.complaints()

    def wait_until_done(self):
        """Each with a receipt."""

        def done():
            self.platform.poll()
            return {row.state for row in self.box.rows()} == {"done"}

        wait_until(done, SETTLE_SECONDS, "a receipt is missing")

    def unheard(self):
        made, heard = [(row.epoch, row.seq) for row in self.box.rows()], self.heard()
        return [key for key in made if key not in heard]

    def wait_for_press(self, after):
        return wait_until(
            lambda: next((at for at in self.presses() if at > after), None), 60, "the button is not pressed any more"
        )

    def wait_for_alarm(self, press, seconds):
        """When the alarm that tells of this press was heard first."""

        def come():
            self.platform.poll()
            alarms = ((at, one) for at, one in self.listener.messages() if is_alarm(one))
            return next((at for at, one in alarms if abs(wall_seconds(one["since"]) - press) < NEAR), None)

        return wait_until(come, seconds, lambda: f"no alarm in {seconds} s: {self.logged()}")

    def complaints(self):
        """About what was heard; empty where each record came, whole, and no other."""
        stored = {(row.epoch, row.seq): hashlib.sha256(row.bytes).hexdigest() for row in self.box.rows()}
        heard, messages = self.heard(), len(self.listener.messages())
        self.account = (
            f"{len(self.presses())} presses, {len(stored)} records made, {len(heard)} heard, "
            f"{messages - len(heard)} repeats dropped"
        )
        found = [f"{key} was never heard" for key in sorted(stored.keys() - heard.keys())]
        found += [f"{key} is not in the store" for key in sorted(heard.keys() - stored.keys())]
        found += [f"{key} has different contents" for key, contents in heard.items() if len(contents) > 1]
        found += [f"{key} was changed" for key in stored.keys() & heard.keys() if heard[key] != {stored[key]}]
        return found + self._gaps(heard) + self._alarms() + self.platform.complaints

    @staticmethod
    def _gaps(heard):
        numbers = {}
        for epoch, seq in heard:
            numbers.setdefault(epoch, set()).add(seq)
        return [f"{epoch} has gaps" for epoch, seqs in numbers.items() if seqs != set(range(1, len(seqs) + 1))]

    def _alarms(self):
        """One for each press that the box was awake to see."""
        keys, told = set(), []
        for _, record in self.listener.messages():
            if is_alarm(record) and record["seq"] not in keys:
                keys.add(record["seq"])
                told.append(wall_seconds(record["since"]))
        found = []
        for press in self.presses():
            number = sum(abs(since - press) < NEAR for since in told)
            if number > 1 or (number == 0 and self._awake < press < self._ended):
                found.append(f"the press at {press:.3f} has {number} alarms")
        return found + [
            f"the alarm of {since:.3f} has no press"
            for since in told
            if all(abs(since - press) >= NEAR for press in self.presses())
        ]


def is_alarm(record):
    return (record["type"], record["phase"]) == ("alarm_button", "raised")


def about_the_broker(text):
    return "\n".join(line for line in text.splitlines() if "broker" in line.lower())
