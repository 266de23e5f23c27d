"""liftboxd, the box at the lift: its site file, its life, and a look into its store."""

import dataclasses
import json
import socket
import sqlite3
import subprocess
from pathlib import Path

from lab.lift import Lift
from lab.processes import LabError, Process

START_SECONDS = 15
DEVICE = "lift-demo"
STATES = ("waiting", "accepted", "done")
CLASSES = ("alarm", "fault", "notice", "stats")

SITE = """\
device = "{device}"
board = "{root}/board/profiles/simulated.toml"
region = "{root}/protocols/profiles/regions/national.toml"

[lift]
registration_code = "31105101132016060031"
rescue_number = "021234"
address = "1 Example Road, lift 3"
brand = "Example"
brake_model = "DZS-800"
maintenance_firm = "Example Lift Service"
rated_speed_mm_s = 1750
landings = 8

[controller]
profile = "{root}/protocols/profiles/controllers/generic.toml"
[controller.rtu]
device = "{bus}"

[lines]
socket = "{lines}"

[broker]
host = "127.0.0.1"
port = {port}

[store]
directory = "store"

[control]
socket = "control.sock"
"""


@dataclasses.dataclass(frozen=True)
class Row:
    """A record as the store has it."""

    epoch: str
    seq: int
    record_class: str
    type: str
    bytes: bytes
    hash: str
    state: str


class Box:
    def __init__(self, programs, directory: Path, lift: Lift, port):
        directory.mkdir()
        self.site = directory / "site.toml"
        self.control = directory / "control.sock"
        self.log = directory / "liftboxd.log"
        self.store = directory / "store" / "records.sqlite"
        self.process = None
        self.programs = programs
        self.site.write_text(
            SITE.format(device=DEVICE, root=programs.root, bus=lift.bus, lines=lift.lines, port=port)
        )

    def start(self):
        self.process = Process("liftboxd", [self.programs.liftboxd, "--config", self.site], self.log)

    def wait_until_it_answers(self):
        self.process.wait_until(self._answers, START_SECONDS, "does not answer at its control socket")

    def _answers(self):
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.control)) == 0

    def kill(self):
        self.process.kill()

    def stop(self):
        """Its exit code."""
        return self.process.stop() if self.process else None

    def liftctl(self, *words):
        """Runs liftctl against the box: (exit code, output, errors)."""
        done = subprocess.run(
            [self.programs.liftctl, "--socket", self.control, *words],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def status(self):
        code, output, errors = self.liftctl("status", "--json")
        if code != 0:
            raise LabError(f"liftctl status ended with {code}: {errors.strip()}")
        return json.loads(output)

    def memory(self):
        """What it would know after a power cut now: JSON, as it stands in the store."""
        with sqlite3.connect(f"file:{self.store}?mode=ro", uri=True, timeout=10) as database:
            return "".join(text for (text,) in database.execute("SELECT json FROM memory"))

    def rows(self):
        return rows_of(self.store)


def rows_of(store: Path):
    """Every record of a store, in the order in which they were made."""
    if not store.exists():
        return []
    columns = "uuid, seq, class, type, bytes, hash, state"
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=10) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'record'").fetchall():
            return []  # it is just being made
        found = database.execute(
            f"SELECT {columns} FROM record JOIN epoch ON epoch.number = record.epoch ORDER BY id"
        ).fetchall()
    database.close()
    return [
        Row(epoch, seq, CLASSES[kind], type_, bytes(content), digest.hex(), STATES[state])
        for epoch, seq, kind, type_, content, digest, state in found
    ]
