"""liftbox-city, the city's end of the line."""

import os
from pathlib import Path

from lab.processes import LabError, Process


class Receiver:
    """One of any number; `name` is kept with what it received."""

    def __init__(
        self, program: Path, directory: Path, broker_port, postgres, name="receiver-1", patience=60, tls=()
    ):
        """`tls`: the options for it, and the address where it is spoken."""
        if not os.access(program, os.X_OK):
            raise LabError(f"there is no {program}: build it with cmake --build")
        directory.mkdir(exist_ok=True)
        self.name = name
        self.log = directory / f"{name}.log"
        self.process = None
        self._before = 0
        self._argv = [
            program,
            *(tls or ("--broker", f"mqtt://127.0.0.1:{broker_port}")),
            *("--database", postgres.address),
            *("--name", name),
            *("--patience", str(patience)),
        ]

    def start(self):
        self._before = self._times_subscribed()
        self.process = Process("liftbox-city", self._argv, self.log)

    def wait_until_subscribed(self, seconds=20):
        """Since it was started last."""
        self.process.wait_until(
            lambda: self._times_subscribed() > self._before, seconds, "has not subscribed"
        )

    def _times_subscribed(self):
        return self.log.read_text(errors="replace").count("broker: subscribed") if self.log.exists() else 0

    def kill(self):
        self.process.kill()

    def stop(self):
        """Its exit code."""
        return self.process.stop(15.0) if self.process else None
