#!/usr/bin/python3
"""Plays the demo story with the real programs. The broker goes away and the box dies as the story has it, and
the box dies at two moments more that nobody chose; every record of what happened must arrive, once.

usage: story_test.py --build DIR [--seed N] [--story FILE]
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import judge
from lab.lift import wall_seconds
from lab.processes import Interrupted, LabError, ignore_signals, interrupt_on_signals
from lab.programs import DEMO
from lab.town import Town
from wiretap import Wiretap


class Fate:
    """Kills the box once at a random moment, and once right after a random record: about then its memory is
    written, or is not."""

    def __init__(self, dice, director):
        self._director = director
        self._at = dice.uniform(5, 190)
        self._after = dice.randint(2, 14)
        self._delay = dice.uniform(0, 0.1)
        self._due = None
        self._heard = 0
        self._began = time.monotonic()

    def __str__(self):
        return (
            f"the box dies {self._at:.1f} s after the start, and {1000 * self._delay:.0f} ms after the platform "
            f"has record {self._after}"
        )

    def act(self, received):
        self._heard += len(received)
        if self._due is None and self._heard >= self._after:
            self._due = time.monotonic() + self._delay
        if self._at and time.monotonic() >= self._began + self._at:
            self._at = None
            self._director.kill_box()
        if self._due and time.monotonic() >= self._due:
            self._due = float("inf")
            self._director.kill_box()


def play(town, fate):
    happenings = []
    while not town.director.ended:
        happened, received = town.step()
        happenings += happened
        fate.act(received)
    town.settle()
    return happenings


def deaths_of(town):
    """(killed, alive again) in seconds of the story."""
    starts = sorted(
        wall_seconds(received.record["time"])
        for received in town.platform.arrivals
        if received.record["type"] == "started"
    )
    began = town.lift.began
    return [
        (killed - began, min((at for at in starts if at > killed), default=time.time()) - began)
        for killed in town.director.deaths
    ]


def snapshots_that_do_not_replay(snapshots, box, directory):
    """The flight recorder saw the alarms, and what it saw is a trace."""
    complaints = [] if snapshots else ["no snapshot of the flight recorder came whole"]
    for name, text in snapshots.items():
        file = directory / "snapshot.csv"
        file.write_text(text)
        code, _, said = box.liftctl("replay", file)
        complaints += [f"snapshot {name} does not replay: {said}"] * (code != 0)
    return complaints


def run(arguments, directory):
    dice = random.Random(arguments.seed)
    hard = dice.random() < 0.5
    town = Town(arguments.build, directory, arguments.story, arguments.seed, hard=hard)
    wiretap = Wiretap(town.broker.port, directory)
    try:
        town.broker.start()
        wiretap.start()
        town.start()
        fate = Fate(dice, town.director)
        print(
            f"seed {arguments.seed}: {fate}; the broker {'dies and forgets' if hard else 'ends as it should'}",
            flush=True,
        )
        happenings = play(town, fate)
        exit_code = town.box.process.returncode
        complaints = judge.judge(town, happenings, deaths_of(town), broker_forgot=hard)
        complaints += [f"liftboxd ended with {exit_code}"] * (exit_code != 0)
        complaints += wiretap.complaints()
        complaints += snapshots_that_do_not_replay(wiretap.snapshots(), town.box, directory)
        account = town.account()
    finally:
        ignore_signals()
        wiretap.stop()
        town.stop()
    complaints += [f"still running: {process}" for process in judge.left_running(directory)]
    print(
        f"{len(happenings)} happenings, {account.made} records made, {account.received} received, "
        f"{account.missing} missing, {account.repeats} repeats dropped, {len(town.director.deaths)} deaths"
    )
    print("messages that fit their schema:", dict(wiretap.counted()))
    return complaints


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--story", type=Path, default=DEMO)
    arguments = parser.parse_args()
    interrupt_on_signals()
    directory = Path(tempfile.mkdtemp(prefix="liftbox-story-"))
    try:
        complaints = run(arguments, directory)
    except (LabError, Interrupted) as error:
        complaints = [f"{type(error).__name__}: {error}"]
    for complaint in complaints:
        print(complaint)
    if complaints:
        print(f"seed {arguments.seed}; what is left: {directory}")
        return 1
    shutil.rmtree(directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
