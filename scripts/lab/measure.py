"""How long a changed register takes to the platform, and what the daemon costs meanwhile.

The controller is pymodbus over TCP, polled ten times a second; the alarm button is one of its registers, and every
filter and wait of that rule is off, so that what is left is the path: poll, decide, commit, publish.
"""

import argparse
import asyncio
import json
import logging
import os
import queue
import random
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import paho.mqtt.client as mqtt
from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartAsyncTcpServer

from lab.broker import Broker, free_port
from lab.processes import LabError, Process
from lab.programs import Programs

logging.getLogger("pymodbus").setLevel(logging.CRITICAL)  # it calls the end of a connection an error
PATIENCE = 10.0
TICKS = os.sysconf("SC_CLK_TCK")

PROFILE = """\
name = "measured"
function = 3
interval_ms = 100
[[register]]
signal = "alarm_button"
address = 0
bit = 0
"""

SITE = """\
device = "measured"
board = "{root}/board/profiles/simulated.toml"
region = "{root}/protocols/profiles/regions/national.toml"
[controller]
profile = "measured.toml"
[controller.tcp]
host = "127.0.0.1"
port = {modbus}
[broker]
host = "127.0.0.1"
port = {broker}
[store]
directory = "store"
[control]
socket = "control.sock"
[rules.alarm_button]
press_ms = 0
clear_s = 0
"""


class Controller:
    """A foreign slave with one register."""

    def __init__(self, port):
        self._block = ModbusSequentialDataBlock(0, [0] * 10)
        context = ModbusServerContext(slaves=ModbusSlaveContext(hr=self._block, zero_mode=True), single=True)
        serve = StartAsyncTcpServer(context=context, address=("127.0.0.1", port))
        threading.Thread(target=asyncio.run, args=(serve,), daemon=True).start()

    def press(self, pressed):
        self._block.setValues(0, [1 if pressed else 0])


class Listener:
    """Notes when each phase of the alarm arrives."""

    def __init__(self, port):
        self._arrived = queue.Queue()
        self._client = mqtt.Client(client_id="listener")
        self._client.on_connect = lambda client, *_: client.subscribe("lift/v1/+/record/alarm", qos=1)
        self._client.on_message = self._note
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()

    def _note(self, _client, _data, message):
        at = time.monotonic()
        self._arrived.put((json.loads(message.payload)["record"]["phase"], at))

    def wait_for(self, phase):
        while True:
            arrived, at = self._arrived.get(timeout=PATIENCE)
            if arrived == phase:
                return at


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_kib(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def connected(control, programs):
    asked = subprocess.run(
        [programs.liftctl, "--socket", control, "status", "--json"], capture_output=True, check=False
    )
    return asked.returncode == 0 and json.loads(asked.stdout)["broker"]["connected"]


def delays(controller, listener, presses):
    """Milliseconds from the change of the register to the record at the subscriber."""
    found = []
    for _ in range(presses):
        for pressed, phase in ((True, "raised"), (False, "cleared")):
            time.sleep(0.15 + random.random() * 0.1)  # at any moment between two polls
            changed = time.monotonic()
            controller.press(pressed)
            found.append((listener.wait_for(phase) - changed) * 1000)
    return sorted(found)


def measure(programs, directory, presses):
    broker = Broker(directory / "broker")
    modbus = free_port()
    (directory / "measured.toml").write_text(PROFILE)
    site = directory / "site.toml"
    site.write_text(SITE.format(root=programs.root, modbus=modbus, broker=broker.port))
    broker.start()
    box = None
    try:
        controller = Controller(modbus)
        listener = Listener(broker.port)
        box = Process("liftboxd", [programs.liftboxd, "--config", site], directory / "liftboxd.log")
        box.wait_until(lambda: connected(directory / "control.sock", programs), PATIENCE, "is not connected")
        began, used = time.monotonic(), cpu_seconds(box.pid)
        found = delays(controller, listener, presses)
        busy = (cpu_seconds(box.pid) - used) / (time.monotonic() - began)
        began, used = time.monotonic(), cpu_seconds(box.pid)
        time.sleep(10)
        polling = (cpu_seconds(box.pid) - used) / (time.monotonic() - began)
        print(f"register to subscriber, ms, of {len(found)}, polled every 100 ms: median {statistics.median(found):.0f}, "
              f"99th percentile {found[int(len(found) * 0.99)]:.0f}, worst {found[-1]:.0f}")
        print(f"resident memory: {resident_kib(box.pid) / 1024:.1f} MiB")
        print(f"of one core: {polling * 100:.2f} % polling 10 times a second, {busy * 100:.2f} % with 5 alarms a second")
        print(f"binary: {os.path.getsize(programs.liftboxd) / 2**20:.1f} MiB with debug information")
    finally:
        if box:
            box.stop()
        broker.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--presses", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="liftbox-") as directory:
        try:
            measure(Programs.of(options.build), Path(directory), options.presses)
        except LabError as error:
            raise SystemExit(f"measure: {error}") from None


if __name__ == "__main__":
    main()
