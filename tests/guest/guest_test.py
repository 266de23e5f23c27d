#!/usr/bin/python3
"""The arm64 build on a real kernel: edges of real GPIO lines, a USB adapter that is unplugged, a power cut in the
middle of an entrapment, a hanging daemon under a hardware watchdog.

usage: guest_test.py --build DIR --guest DIR     as tests/guest/run calls it
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from gateway import SITE, Gateway
from lab.processes import Interrupted, LabError, ignore_signals, interrupt_on_signals

PULLS = "/sys/devices/platform/gpio-sim.0/gpiochip*"
EDGES_SECONDS = 120  # it takes 61
SILENCE_SECONDS = 60  # 30 s without an answer, and what an emulated machine needs
RETURN_SECONDS = 30
STUCK_SECONDS = 120
RESCUE_SECONDS = 150
RESET_SECONDS = 90


def require(condition, complaint):
    if not condition:
        raise LabError(complaint)


def measure_edges(gateway):
    """20,000 edges in a minute, by the daemon's own driver: half of them even in time, half in bursts of 20."""
    code, said = gateway.machine.shell(f"edges liftbox-inputs {PULLS} 10", EDGES_SECONDS)
    require(code == 0, f"edges: {said.strip()}")
    phases = json.loads(said)
    pulled = sum(phase["pulled"] for phase in phases.values())
    lost = {name: phase["pulled"] - (phase["told"] - phase["inferred"]) for name, phase in phases.items()}
    steady = phases["steady"]  # in a burst nobody knows which pull an edge belongs to
    print(
        f"guest: edge time error median {steady['median_ms']} ms, 99 % {steady['p99_ms']} ms, max "
        f"{steady['max_ms']} ms"
    )
    print(
        f"guest: edges lost of {pulled} in a minute: {sum(lost.values())} ({lost['steady']} of the even half, "
        f"{lost['bouncing']} of the bursts)"
    )
    require(sum(lost.values()) <= pulled / 100, "more than one edge of a hundred is lost")


def commission(gateway):
    gateway.open_town()
    gateway.machine.plug(gateway.lift.bus)
    gateway.wire()
    told = "DI2          liftbox-inputs DI2       0  door_closed yes (inverted)"
    gateway.wait_for(
        lambda: told in gateway.liftctl("gpio", "--config", SITE)[1],
        10,
        "liftctl gpio does not see the shut door",
    )
    gateway.start_box()
    gateway.wait_for_record("started", "noted", RETURN_SECONDS)
    gateway.wait_for(
        lambda: re.search(r"car_position +\d+ mm", gateway.liftctl("signals")[1]),
        RETURN_SECONDS,
        "no signal of the controller",
    )
    print("guest: the box runs, its records come")


def unplug_adapter(gateway):
    began = time.monotonic()
    gateway.machine.unplug()
    gateway.wait_for_record("source_lost", "raised", SILENCE_SECONDS)
    raised = time.monotonic()
    gateway.machine.plug(gateway.lift.bus)
    gateway.wait_for_record("source_lost", "cleared", RETURN_SECONDS)
    print(
        f"guest: adapter unplugged: source_lost raised after {raised - began:.1f} s, cleared "
        f"{time.monotonic() - raised:.1f} s after it was back"
    )


def cut_power_in_an_entrapment(gateway):
    first = gateway.wait_for_record("entrapment", "confirmed", STUCK_SECONDS)
    gateway.cut_power()
    began = time.monotonic()
    had = len(gateway.platform.arrivals)
    gateway.machine.start()
    gateway.machine.plug(gateway.lift.bus)
    gateway.wire()
    gateway.start_box()
    gateway.wait_for(
        lambda: len(gateway.platform.arrivals) > had, RETURN_SECONDS, "nothing comes after the power cut"
    )
    print(f"guest: power cut: a record comes {time.monotonic() - began:.1f} s after the power is back")
    cleared = gateway.wait_for_record("entrapment", "cleared", RESCUE_SECONDS)
    require(cleared["incident"] == first["incident"], "the entrapment that ended is not the one that began")
    told = [one.record for one in gateway.platform.arrivals if one.record["type"] == "entrapment"]
    phases = [record["phase"] for record in told]
    require(
        {record["incident"] for record in told} == {first["incident"]}, f"more than one entrapment: {told}"
    )
    print(f"guest: one entrapment, over the power cut: {', '.join(phases)}")


def hang_the_daemon(gateway):
    boots = gateway.machine.boots
    gateway.signal_box("STOP")
    began = time.monotonic()
    gateway.machine.wait_until_booted(RESET_SECONDS)
    require(gateway.machine.boots == boots + 1, "the watchdog did not reset the guest")
    print(
        f"guest: daemon stopped (SIGSTOP): reset by the watchdog and up again after {time.monotonic() - began:.1f} s"
    )
    starts = len(gateway.told("started", "noted"))
    gateway.wire()
    gateway.start_box()
    gateway.wait_for(
        lambda: len(gateway.told("started", "noted")) > starts, RETURN_SECONDS, "no start after the reset"
    )


def end_and_compare(gateway):
    """What the platform has is what the store has, byte by byte; the platform has checked hashes and chain."""
    gateway.end_box()
    gateway.wait_for(lambda: gateway.told("stopped", "noted"), RETURN_SECONDS, "the box ends without a word")
    gateway.machine.power_off()
    require(not gateway.platform.complaints, "; ".join(gateway.platform.complaints))
    stored = {(row.epoch, row.seq): row.bytes for row in gateway.rows()}
    had = {(one.record["epoch"], one.seq): one.content for one in gateway.platform.arrivals}
    require(stored == had, f"store and platform differ: {sorted(stored.keys() ^ had.keys())}")
    require(len({epoch for epoch, _ in stored}) == 1, "the box began a new epoch")
    print(
        f"guest: {len(stored)} records in one chain over a power cut and a reset, the same at the platform; "
        f"{gateway.platform.repeats} came twice, equal"
    )


def run(arguments, directory):
    began = time.monotonic()
    gateway = Gateway(arguments.build / "drivers/simulated/liftbox-sim", arguments.guest, directory)
    try:
        gateway.machine.start()
        print(f"guest: up after {time.monotonic() - began:.1f} s")
        measure_edges(gateway)
        commission(gateway)
        unplug_adapter(gateway)
        cut_power_in_an_entrapment(gateway)
        hang_the_daemon(gateway)
        end_and_compare(gateway)
    finally:
        ignore_signals()
        gateway.stop()
    print(f"guest: all in order, {time.monotonic() - began:.0f} s")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--build", type=Path, required=True, help="where liftbox-sim was built")
    parser.add_argument("--guest", type=Path, required=True, help="where kernel and initramfs are")
    arguments = parser.parse_args()
    interrupt_on_signals()
    sys.stdout.reconfigure(line_buffering=True)
    directory = Path(tempfile.mkdtemp(prefix="liftbox-guest-"))
    try:
        run(arguments, directory)
    except (LabError, Interrupted) as error:
        print(f"guest: {error}\nguest: logs are in {directory}", file=sys.stderr)
        return 1
    shutil.rmtree(directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
