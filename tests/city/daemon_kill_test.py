#!/usr/bin/python3
"""kill -9 of liftboxd at random moments, in a storm of alarms with outages; PostgreSQL is asked what arrived.

Held against what was done to the contacts, by the wall clock of who did it: a press while the box lived on for a
while must have raised one alarm, and no alarm may be there without its press. And every record that the store of the
box has must be in PostgreSQL, the same bytes, in an unbroken chain.

usage: daemon_kill_test.py BUILD_DIR [--times N] [--seed N]
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import judge
from contacts import NEAR, Contacts, site_of
from lab.box import rows_of
from lab.processes import LabError, Process, interrupt_on_signals, let_pass, wait_until
from with_a_city import BUILD, City

AWAKE = 0.8  # seconds after a start until a press is sure to be seen
DECIDED = 0.5  # seconds after a press until it is sure to be in the store
SETTLE_SECONDS = 180


class Lives:
    """When the box was surely awake, by the wall clock."""

    def __init__(self):
        self.spans = []

    def born(self):
        self.spans.append([time.time() + AWAKE, float("inf")])

    def dies(self):
        self.spans[-1][1] = time.time() - DECIDED

    def cover(self, at):
        return any(begins <= at <= ends for begins, ends in self.spans)


class Box:
    def __init__(self, directory, broker_port, lines):
        directory.mkdir()
        self.lives = Lives()
        self.store = directory / "store" / "records.sqlite"
        self._log = directory / "liftboxd.log"
        self._control = directory / "control.sock"
        self._argv = [BUILD / "agent/liftboxd", "--config", directory / "site.toml"]
        self._process = None
        (directory / "site.toml").write_text(site_of("stormy", lines, broker_port))

    def start(self):
        self._control.unlink(missing_ok=True)
        self._process = Process("liftboxd", self._argv, self._log)
        self._process.wait_until(self._control.exists, 20, "has no control socket")
        self.lives.born()

    def kill(self):
        self.lives.dies()
        self._process.kill()

    def stop(self):
        return self._process.stop() if self._process else None


def storm(times, chance, city, box):
    """Kills; between the deaths the broker goes away, dies and forgets, or stays."""
    outages = 0
    for _ in range(times):
        let_pass(chance.expovariate(1 / 1.5))
        if chance.random() < 0.15:
            outages += 1
            city.broker.process.kill() if chance.random() < 0.5 else city.broker.stop()
            let_pass(chance.uniform(0.0, 1.0))
        box.kill()
        city.broker.revive()
        box.start()
    let_pass(AWAKE + 1)
    return outages


ALARMS = """
SELECT extract(epoch FROM moment(body ->> 'since')) FROM record
 WHERE type = 'alarm_button' AND phase = 'raised' ORDER BY 1"""


def presses_and_alarms(presses, alarms, lives):
    complaints = []
    for press in presses:
        fitting = [alarm for alarm in alarms if abs(alarm - press) < NEAR]
        if len(fitting) > 1 or (not fitting and lives.cover(press)):
            complaints.append(f"the press at {press:.3f} has {len(fitting)} alarms")
    complaints += [
        f"the alarm at {alarm:.3f} has no press" for alarm in alarms if all(abs(alarm - press) >= NEAR for press in presses)
    ]
    return complaints


class Made:
    """What the store of the box has, for the judge."""

    def __init__(self, device, epoch, rows):
        self.device, self.epoch = device, epoch
        self.log = [(row.seq, row.hash) for row in rows if row.epoch == epoch]


def arrived(city, box):
    rows = rows_of(box.store)
    diaries = [Made("stormy", epoch, rows) for epoch in {row.epoch for row in rows}]
    return len(rows), judge.complaints(city.postgres, diaries)


def run(arguments, directory):
    chance = random.Random(arguments.seed)
    city = City(directory, receivers=1, settings=())
    lines = directory / "lines.sock"
    contacts = Contacts(lines, arguments.seed)
    box = Box(directory / "box", city.broker.port, lines)
    try:
        city.start()
        contacts.start()
        box.start()
        began = time.monotonic()
        outages = storm(arguments.times, chance, city, box)
        lasted = time.monotonic() - began
        contacts.stop()
        wait_until(lambda: not arrived(city, box)[1], SETTLE_SECONDS, lambda: f"in the end {arrived(city, box)[1][:5]}")
        box.lives.dies()
        box.stop()
        wait_until(lambda: not arrived(city, box)[1], SETTLE_SECONDS, lambda: f"in the end {arrived(city, box)[1][:5]}")
        alarms = [float(at) for (at,) in city.postgres.rows(ALARMS)]
        complaints = presses_and_alarms(contacts.presses, alarms, box.lives)
        sure = sum(box.lives.cover(press) for press in contacts.presses)
        print(
            f"liftboxd killed {arguments.times} times in {lasted:.0f} s, {outages} outages of the broker, {arrived(city, box)[0]} records"
            f" made and in PostgreSQL, {len(contacts.presses)} presses ({sure} sure to be seen), {len(alarms)} alarms raised"
        )
        return complaints
    finally:
        box.stop()
        city.stop()


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    arguments = parser.parse_args()
    interrupt_on_signals()
    print(f"seed {arguments.seed}", flush=True)
    directory = Path(tempfile.mkdtemp(prefix="liftbox-kill-"))
    try:
        complaints = run(arguments, directory)
    except LabError as error:
        complaints = [str(error)]
    print("\n".join(complaints[:20]) if complaints else "no gap, no duplicate, no changed record, no alarm too few or too many")
    if complaints:
        print(f"what is left: {directory}")
        return 1
    shutil.rmtree(directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
