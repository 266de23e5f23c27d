"""liftbox-sim as a process on a private directory, and a raw Modbus master for its bytes."""

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tty
import unittest
from pathlib import Path

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "liftbox-sim"
PATIENCE_SECONDS = 20


def wait_until(condition, what):
    """The condition's value, once it has one."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if value := condition():
            return value
        threading.Event().wait(0.01)
    raise AssertionError(f"waited {PATIENCE_SECONDS} s for {what}")


class Simulator:
    """Use it with `with`: it is stopped by its own pid at the end."""

    def __init__(self, story="", *options, tcp=False):
        self.directory = Path(tempfile.mkdtemp(prefix="liftbox-sim-"))
        self.link, self.lines, self.log = (self.directory / name for name in ("bus", "lines", "log"))
        story_file = self.directory / "test.story"
        story_file.write_text(story)
        wire = ["--tcp", "127.0.0.1:0"] if tcp else ["--link", self.link]
        self.process = subprocess.Popen(
            [PROGRAM, "--story", story_file, "--log", self.log, "--lines", self.lines, *wire, *options],
            stdout=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        assert words[:1] == ["modbus"], f"announced {words}"
        self.modbus = words[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.directory)

    def terminate(self):
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)

    def happenings(self, what=None):
        """What is in the log, of that kind."""
        lines = self.log.read_text().splitlines(keepends=True)
        found = [json.loads(line) for line in lines if line.endswith("\n")]
        return [one for one in found if what in (None, one["what"])]

    def wait_for(self, what):
        """The first happening of that kind."""
        return wait_until(lambda: self.happenings(what), what)[0]

    def listen(self):
        """A reader of the sensor lines."""
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(PATIENCE_SECONDS)
        client.connect(str(self.lines))
        return client.makefile("r")


def crc16(data):
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc.to_bytes(2, "little")


def with_crc(*data):
    return bytes(data) + crc16(bytes(data))


class RawMaster:
    """Sends bytes to the pty and takes what comes back."""

    def __init__(self, device):
        self._fd = os.open(device, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self._fd)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self._fd)

    def ask(self, request, answer_size, seconds=2.0):
        """As much of the answer as came in time."""
        os.write(self._fd, request)
        answer = b""
        deadline = time.monotonic() + seconds
        while len(answer) < answer_size and (left := deadline - time.monotonic()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                answer += os.read(self._fd, answer_size - len(answer))
        return answer


def main():
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
