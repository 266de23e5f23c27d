#!/usr/bin/python3
"""kill -9 at random moments, under a storm of records with outages: nothing is missing, twice or changed at the end.

usage: kill_test.py BUILD_DIR [--receiver N] [--postgres N] [--mosquitto N] [--persistent N] [--seed N]

N times each; what is not named is not killed. Judged by what the producers wrote down and by PostgreSQL's own hashes.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import judge
from boxes import Box, Fleet
from lab.processes import LabError, interrupt_on_signals, let_pass
from with_a_city import City

BOXES = 12
RATE = 60  # records a second, of all boxes
SETTLE_SECONDS = 120
PERSISTENT = ("persistence true", "persistence_location {sessions}", "autosave_on_changes true", "autosave_interval 1")


class Storm:
    """A city, and boxes that make records while connections break."""

    def __init__(self, directory, chance, receivers=2, **broker):
        self.chance = chance
        self.city = City(directory, receivers, **broker)
        self.fleets = [
            Fleet(self.city.broker.port, [Box(f"lift-{fleet}-{box}") for box in range(BOXES // 3)], chance.random())
            for fleet in range(3)
        ]
        self.kills = 0

    @property
    def boxes(self):
        return [box for fleet in self.fleets for box in fleet.boxes]

    def blow(self, seconds):
        """Records are made and sent; now and then a network goes."""
        began = time.monotonic()
        made = 0
        while (passed := time.monotonic() - began) < seconds:
            while made < passed * RATE:
                self.chance.choice(self.fleets).make()
                made += 1
            if self.chance.random() < 0.002:
                self.chance.choice(self.fleets).outage(self.chance.uniform(0.2, 1.5))
            for fleet in self.fleets:
                fleet.step()
            let_pass(0.005)

    def settle(self):
        deadline = time.monotonic() + SETTLE_SECONDS
        while any(fleet.waiting for fleet in self.fleets) and time.monotonic() < deadline:
            for fleet in self.fleets:
                fleet.step()
            let_pass(0.005)
        return sum(fleet.waiting for fleet in self.fleets)

    def stop(self):
        for fleet in self.fleets:
            fleet.stop()
        self.city.stop()


def receivers(storm):
    doomed = storm.chance.choice(storm.city.receivers)
    doomed.kill()
    storm.blow(storm.chance.uniform(0.0, 0.3))
    doomed.start()


def postgres(storm):
    """All of it, or the process of one connection."""
    if storm.chance.random() < 0.5 and storm.city.postgres.kill_a_backend():
        return
    storm.city.postgres.kill()
    storm.blow(storm.chance.uniform(0.0, 0.5))
    storm.city.postgres.start()


def mosquitto(storm):
    storm.city.broker.process.kill()
    storm.blow(storm.chance.uniform(0.0, 0.3))
    storm.city.broker.start()


def kill(victim, times, chance, directory, settings):
    """Returns what was wrong in the end."""
    storm = Storm(directory, chance, settings=settings)
    try:
        storm.city.start()
        began = time.monotonic()
        for _ in range(times):
            storm.blow(chance.uniform(0.1, 1.0))
            victim(storm)
        without_receipt = storm.settle()
        complaints = judge.complaints(storm.city.postgres, storm.boxes)
        complaints += [f"{without_receipt} records have no receipt"] * (without_receipt > 0)
        complaints += set_aside(storm.city.postgres)
        made = sum(len(box.log) for box in storm.boxes)
        outages = sum(fleet.outages for fleet in storm.fleets)
        print(
            f"{victim.__name__}: killed {times} times in {time.monotonic() - began:.0f} s, {outages} outages, {made} records made,"
            f" {storm.city.postgres.psql('SELECT count(*) FROM record').strip()} in PostgreSQL, {len(complaints)} complaints",
            flush=True,
        )
        return complaints
    finally:
        storm.stop()


def set_aside(pg):
    return [f"set aside: {row}" for row in pg.rows("SELECT device, seq, reason FROM set_aside")] + [
        f"dead letter: {row}" for row in pg.rows("SELECT topic, reason FROM dead_letter")
    ]


def rounds(arguments):
    """(victim, how often, settings of the broker)"""
    yield receivers, arguments.receiver, ()
    yield postgres, arguments.postgres, ()
    yield mosquitto, arguments.mosquitto, ()
    yield mosquitto, arguments.persistent, PERSISTENT


def main():
    parser = argparse.ArgumentParser(add_help=False)
    for name in ("receiver", "postgres", "mosquitto", "persistent"):
        parser.add_argument(f"--{name}", type=int, default=0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    arguments = parser.parse_args()
    interrupt_on_signals()
    chance = random.Random(arguments.seed)
    print(f"seed {arguments.seed}", flush=True)
    failed = False
    for victim, times, settings in rounds(arguments):
        if not times:
            continue
        directory = Path(tempfile.mkdtemp(prefix="liftbox-kill-"))
        try:
            complaints = kill(victim, times, chance, directory, settings)
        except LabError as error:
            complaints = [str(error)]
        print("\n".join(complaints[:20]) if complaints else "no gap, no duplicate, no changed record", flush=True)
        failed = failed or bool(complaints)
        if complaints:
            print(f"what is left: {directory}")
        else:
            shutil.rmtree(directory)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
