"""The simulated lift, and its own list of what happened."""

import datetime
import json
from pathlib import Path

from lab.processes import Process

START_SECONDS = 10


def wall_seconds(rfc3339):
    """Seconds since 1970 of an RFC 3339 time."""
    return datetime.datetime.fromisoformat(rfc3339.replace("Z", "+00:00")).timestamp()


class Lift:
    def __init__(self, program: Path, directory: Path, story=None, seed=1):
        directory.mkdir()
        self.bus = directory / "bus"
        self.lines = directory / "lines.sock"
        self.log = directory / "happenings.jsonl"
        self.began = None  # wall time of story second 0
        self._argv = [
            program,
            "--seed",
            str(seed),
            "--link",
            self.bus,
            "--lines",
            self.lines,
            "--log",
            self.log,
            *(["--story", story] if story else []),
        ]
        self._output = directory / "liftbox-sim.log"
        self._read = 0
        self.process = None

    def start(self):
        self.process = Process("liftbox-sim", self._argv, self._output)
        self.process.wait_until(
            lambda: self.bus.is_symlink() and self.lines.exists() and self.log.exists(),
            START_SECONDS,
            "has no bus and no lines",
        )

    def stop(self):
        if self.process:
            self.process.stop()

    def happenings(self):
        """What happened since the last call."""
        with open(self.log, "rb") as log:
            log.seek(self._read)
            new = log.read()
        whole = new[: new.rfind(b"\n") + 1]
        self._read += len(whole)
        found = [json.loads(line) for line in whole.splitlines()]
        if found and self.began is None:
            self.began = wall_seconds(found[0]["time"]) - found[0]["story_s"]
        return found
