"""The contacts of a lift, as liftboxd reads them (drivers/simulated/README.md), and a log of what was done to them."""

import contextlib
import random
import socket
import threading
import time

from lab.programs import ROOT

NAMES = (
    "door_zone", "door_closed", "door_open", "door_locked", "brake_command", "brake_1_released", "brake_2_released",
    "presence", "alarm_button", "mains_power",
)  # fmt: skip
AT_REST = {"door_zone": 1, "door_closed": 1, "door_locked": 1, "mains_power": 1}
APART = (0.35, 0.6)  # seconds between two presses: they cannot be taken for each other
PRESSED = 0.12
NEAR = 0.17  # seconds between a press and the alarm that tells of it; presses are further apart
SITE = """\
device = "{device}"
board = "{root}/board/profiles/simulated.toml"
region = "{root}/protocols/profiles/regions/national.toml"
[lift]
registration_code = "31105101132016060031"
[lines]
socket = "{lines}"
[broker]
host = "127.0.0.1"
port = {port}
[store]
directory = "store"
[control]
socket = "control.sock"
[rules.alarm_button]
press_ms = 0
clear_s = 0
"""


def site_of(device, lines, port):
    """The site file of a box that has these contacts and nothing else."""
    return SITE.format(root=ROOT, device=device, lines=lines, port=port)


class Contacts:
    """Somebody presses the alarm button again and again; `presses` says when, by the wall clock."""

    def __init__(self, path, seed):
        self.presses = []
        self._chance = random.Random(seed)
        self._levels = {name: AT_REST.get(name, 0) for name in NAMES}
        self._listeners = []
        self._ended = threading.Event()
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(path))
        self._server.listen()
        self._server.setblocking(False)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self):
        self._thread.start()

    def stop(self):
        self._ended.set()
        self._thread.join()
        self._server.close()

    def _run(self):
        due = time.monotonic()
        while not self._ended.wait(0.005):
            with contextlib.suppress(BlockingIOError):
                self._greet(self._server.accept()[0])
            if time.monotonic() < due:
                continue
            pressed = 1 - self._levels["alarm_button"]
            if pressed:
                self.presses.append(time.time())
            self._edge("alarm_button", pressed)
            due = time.monotonic() + (PRESSED if pressed else self._chance.uniform(*APART))

    def _greet(self, listener):
        at = time.monotonic_ns()
        lines = [f"line {name} {level} {at}" for name, level in self._levels.items()]
        with contextlib.suppress(OSError):
            listener.sendall("\n".join(["liftbox-lines 1", *lines, "ready", ""]).encode())
            self._listeners.append(listener)

    def _edge(self, name, level):
        self._levels[name] = level
        for listener in list(self._listeners):
            try:
                listener.sendall(f"edge {name} {level} {time.monotonic_ns()}\n".encode())
            except OSError:
                self._listeners.remove(listener)
                listener.close()
