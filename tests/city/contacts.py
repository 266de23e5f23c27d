"""The contacts of a lift, as liftboxd reads them (drivers/simulated/README.md), and a log of what was done to them."""

import contextlib
import random
import socket
import threading
import time

NAMES = (
    "door_zone", "door_closed", "door_open", "door_locked", "brake_command", "brake_1_released", "brake_2_released",
    "presence", "alarm_button", "mains_power",
)  # fmt: skip
AT_REST = {"door_zone": 1, "door_closed": 1, "door_locked": 1, "mains_power": 1}
APART = (0.35, 0.6)  # seconds between two presses: they cannot be taken for each other
PRESSED = 0.12


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
