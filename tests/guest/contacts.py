"""The wires between the simulated lift and the guest's inputs."""

import socket
from pathlib import Path

from lab.processes import LabError


class Contacts:
    def __init__(self, lines: Path, inputs):
        """`lines`: where liftbox-sim tells levels. `inputs`: name of a line -> (offset in the guest, inverted)."""
        self._inputs = inputs
        self._levels = {}
        self._text = b""
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(lines))
        self._socket.setblocking(False)

    def follow(self, machine):
        """Sets what has changed; `machine` is None while it is off."""
        for name, level in self._changes():
            self._levels[name] = level
            if machine:
                self._set(machine, name)

    def set_all(self, machine):
        """After a boot: the lift has not waited."""
        for name in self._levels:
            self._set(machine, name)

    def close(self):
        self._socket.close()

    def _set(self, machine, name):
        offset, inverted = self._inputs[name]
        machine.set_level(offset, self._levels[name] != inverted)

    def _changes(self):
        try:
            chunk = self._socket.recv(65536)
            while chunk:
                self._text += chunk
                chunk = self._socket.recv(65536)
            raise LabError("liftbox-sim has closed its lines")
        except BlockingIOError:
            pass
        *whole, self._text = self._text.split(b"\n")
        for line in whole:
            words = line.decode().split(" ")
            if words[0] in ("line", "edge") and words[1] in self._inputs:
                yield words[1], words[2] == "1"
