"""scripts/run, once everything is installed and built."""

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from lab.processes import Interrupted, LabError, ignore_signals, interrupt_on_signals
from lab.programs import DEMO
from lab.town import Town
from lab.view import View


def read_arguments():
    """As scripts/run has checked them."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--story", type=Path, default=DEMO)
    parser.add_argument("--seconds", type=int, default=float("inf"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int)
    parser.add_argument("--city", action="store_true")
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


def play(town, view, seconds):
    """Until the story is over, the time is, or somebody ends it."""
    deadline = time.monotonic() + seconds
    told = 0
    while not town.director.ended and time.monotonic() < deadline:
        happenings, received = town.step()
        for happening in happenings:
            view.happening(happening)
        for at, _device, status in town.platform.statuses[told:]:
            view.status(at, status)
        told = len(town.platform.statuses)
        for record in received:
            view.record(record)


def settle(town, view):
    if outstanding := len(town.undelivered()):
        view.say(
            f"\n  {outstanding} records are not with the platform yet: waiting for them (Ctrl-C does not)"
        )
    for record in town.settle():
        view.record(record)


def header(town):
    rows = city_header(town.city) if town.city else []
    liftctl = min(str(town.box.programs.liftctl), os.path.relpath(town.box.programs.liftctl), key=len)
    return rows + [
        ("look on", f"{liftctl} --socket {town.box.control} status"),
        ("", "in another terminal; also: signals, events --follow"),
        ("listen in", f"mosquitto_sub -p {town.broker.port} -t 'lift/#' -v"),
        ("read", f"{town.directory}/box/liftboxd.log, box/store/, lift/happenings.jsonl"),
    ]


def city_header(city):
    return [("ask", f"psql -d '{city.postgres.address}'    (views of schema city: \\dv+ city.*)")]


def summary(account):
    rows = [
        ("records made", account.made),
        ("accepted", f"{account.accepted}  (by the broker)"),
        ("received", f"{account.received}  (by the platform)"),
        ("missing", account.missing),
        ("repeats dropped", account.repeats),
        ("chain", f"ok, {account.diaries} epoch" if not account.complaints else "BROKEN"),
    ]
    return rows + [("", complaint) for complaint in account.complaints]


def run(arguments, directory):
    town = Town(arguments.build, directory, arguments.story, arguments.seed, arguments.port, city=arguments.city)
    view = View(town.lift)
    try:
        town.start()
        view.header(header(town))
        with contextlib.suppress(Interrupted):
            play(town, view, arguments.seconds)
        with contextlib.suppress(Interrupted):
            settle(town, view)
        ignore_signals()
        town.box.stop()
        account = town.account()
        view.summary(summary(account))
        if town.city:
            town.city.tell(view.say)
        return 0 if account.in_order else 1
    finally:
        ignore_signals()
        town.stop()


def main():
    arguments = read_arguments()
    interrupt_on_signals()
    directory = Path(tempfile.mkdtemp(prefix="liftbox-"))
    try:
        return run(arguments, directory)
    except LabError as error:
        print(f"run: {error}", file=sys.stderr)
        return 1
    except Interrupted:
        return 1
    finally:
        if arguments.keep:
            print(f"  kept             {directory}")
        else:
            shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
