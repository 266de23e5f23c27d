"""A week's outage: how long an alarm takes while a million records drain, and what the drain costs beside a bare
Paho C client that publishes as many messages of the same size to the same broker, before and after.

usage: outage.py BUILD_DIR [--records N]        (scripts/measure-outage)
"""

import argparse
import json
import queue
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import paho.mqtt.client as mqtt

sys.path.insert(0, str(Path(__file__).parents[1]))
from contacts import NEAR, Contacts, site_of  # noqa: E402
from lab.broker import Broker  # noqa: E402
from lab.lift import wall_seconds  # noqa: E402
from lab.processes import LabError, Process, interrupt_on_signals, let_pass  # noqa: E402

PATIENCE = 3600


def status_of(pid, name):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


class Listener:
    """When each alarm is received."""

    def __init__(self, port):
        self.arrived = queue.SimpleQueue()
        self._client = mqtt.Client("platform")
        self._client.on_connect = lambda client, *_: client.subscribe("lift/v1/outage/record/alarm", qos=1)
        self._client.on_message = lambda _client, _data, message: self.arrived.put(
            (json.loads(message.payload)["record"], time.time())
        )
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()

    def stop(self):
        self._client.loop_stop()


def waiting(build, control):
    """Records that the broker has not accepted; None while the box does not answer."""
    asked = subprocess.run(
        [build / "agent/cli/liftctl", "--socket", control, "status", "--json"], capture_output=True, check=False
    )
    if asked.returncode != 0:
        return None
    outbox = json.loads(asked.stdout)["outbox"]
    return sum(outbox[name]["waiting"] for name in ("fault", "notice", "stats"))


def drain(build, directory, broker, records):
    """(seconds, records, peak KiB, delays of alarms)"""
    lines = directory / "lines.sock"
    (directory / "site.toml").write_text(site_of("outage", lines, broker.port))
    control = directory / "control.sock"
    contacts, listener = Contacts(lines, seed=1), Listener(broker.port)
    box = Process("liftboxd", [build / "agent/liftboxd", "--config", directory / "site.toml"], directory / "log")
    try:
        box.wait_until(control.exists, 60, "has no control socket")
        box.wait_until(lambda: (waiting(build, control) or records) < records, 60, "drains nothing")
        began, left = time.monotonic(), waiting(build, control)
        contacts.start()
        last = left
        while last > records // 100:
            let_pass(0.5)
            last = waiting(build, control) or last
            box.require_running()
            if time.monotonic() - began > PATIENCE:
                raise LabError(f"{last} records still wait after {PATIENCE} s")
        lasted = time.monotonic() - began
        peak = status_of(box.pid, "VmHWM:")
        contacts.stop()
        let_pass(2.5)
        return lasted, left - last, peak, delays(contacts, listener)
    finally:
        box.stop()
        listener.stop()


def delays(contacts, listener):
    """Of each press, from the contact to the platform; infinite where no alarm came."""
    arrived = []
    while not listener.arrived.empty():
        arrived.append(listener.arrived.get())
    raised = [(record, at) for record, at in arrived if record["phase"] == "raised"]
    found = []
    for press in contacts.presses:
        fitting = [at for record, at in raised if abs(wall_seconds(record["since"]) - press) < NEAR]
        found.append(min(fitting) - press if fitting else float("inf"))
    return sorted(found)


def bare(build, broker, messages, size):
    """(seconds, peak KiB) of the Paho C client."""
    said = subprocess.run(
        [build / "tests/city/outage_bare", str(broker.port), str(messages), str(size)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return float(said[0]), int(said[1])


def measure(build, directory, records):
    filled = subprocess.run(
        [build / "tests/city/outage_fill", directory / "store", str(records)], capture_output=True, text=True, check=False
    )
    if filled.returncode != 0:
        raise LabError(f"outage_fill: {filled.stderr.strip()}")
    size = int(filled.stdout) + 100  # and its envelope
    broker = Broker(directory / "broker")
    broker.start()
    try:
        before = bare(build, broker, records, size)
        lasted, drained, peak, found = drain(build, directory, broker, records)
        after = bare(build, broker, records, size)
    finally:
        broker.stop()
    print(f"{records} records of {size} bytes waited; {drained} drained in {lasted:.0f} s: {drained / lasted:.0f}/s, "
          f"peak memory {peak / 1024:.1f} MiB")
    for name, (seconds, kib) in (("before", before), ("after", after)):
        print(f"bare Paho C client, {name}: {records / seconds:.0f}/s, peak memory {kib / 1024:.1f} MiB")
    late = sum(delay > 2 for delay in found)
    print(f"{len(found)} alarms raised during the drain, received after, ms: median {1000 * found[len(found) // 2]:.0f}, "
          f"worst {1000 * found[-1]:.0f}; later than 2 s: {late}")


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("build", type=Path)
    parser.add_argument("--records", type=int, default=1_000_000)
    arguments = parser.parse_args()
    interrupt_on_signals()
    with tempfile.TemporaryDirectory(prefix="liftbox-outage-") as directory:
        try:
            measure(arguments.build.resolve(), Path(directory), arguments.records)
        except LabError as error:
            sys.exit(f"measure-outage: {error}")


if __name__ == "__main__":
    main()
