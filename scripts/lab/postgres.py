"""A PostgreSQL of our own: a private directory, reached through a socket in it."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

from lab.processes import LabError, Process

BIN = Path("/usr/lib/postgresql/15/bin")
START_SECONDS = 30
USER = DATABASE = "city"


def _other_user():
    """PostgreSQL does not run as root: words that start a program as somebody else, and who that is."""
    if os.geteuid() != 0:
        return [], None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            ids = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}"]
            return ["setpriv", *ids, "--clear-groups", "--pdeathsig", "KILL"], user
    raise LabError("PostgreSQL does not run as root, and there is no user postgres or nobody: add one")


def _children(pid):
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


class Postgres:
    def __init__(self, directory: Path, settings=()):
        self.directory = directory
        self.process = None
        self._log = directory / "postgres.log"
        self._data = directory / "data"
        self._as_other, other = _other_user()
        self._settings = [word for setting in settings for word in ("-c", setting)]
        directory.mkdir()
        if other:
            directory.parent.chmod(0o711)  # the other user has to get there
            os.chown(directory, other.pw_uid, other.pw_gid)

    @property
    def address(self):
        return f"postgresql://{USER}@/{DATABASE}?host={self.directory}"

    def start(self):
        if not self._data.exists():
            self._make()
        self.process = Process("postgres", [*self._as_other, BIN / "postgres", *self._words()], self._log)
        self.process.wait_until(self._answers, START_SECONDS, "does not answer")

    def _words(self):
        return ["-D", self._data, "-c", "listen_addresses=", "-k", self.directory, *self._settings]

    def _make(self):
        if not (BIN / "initdb").exists():
            raise LabError(f"there is no {BIN}/initdb: run scripts/install-packages city")
        self._run("initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        ready = f"CREATE DATABASE {DATABASE};\n"
        self._run("postgres", "--single", "-D", self._data, "postgres", given=ready)

    def _run(self, program, *words, given=None):
        done = subprocess.run(
            [str(word) for word in (*self._as_other, BIN / program, *words)],
            input=given,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.directory,
        )
        if done.returncode != 0:
            raise LabError(f"{program} ended with {done.returncode}: {(done.stderr or done.stdout).strip()}")

    def _answers(self):
        asked = [shutil.which("pg_isready") or BIN / "pg_isready", "-q", "-d", self.address]
        return subprocess.run(asked, check=False).returncode == 0

    def psql(self, sql, *options):
        """What psql prints, unaligned and without headings."""
        done = subprocess.run(
            ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *(options or ("-A", "-t")), "-d", self.address],
            input=f"SET search_path TO city;\n{sql}",
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode != 0:
            raise LabError(f"psql: {done.stderr.strip()}")
        return done.stdout

    def rows(self, sql):
        """As tuples of texts."""
        return [tuple(line.split("\x1f")) for line in self.psql(sql, "-A", "-t", "-F", "\x1f").splitlines()]

    def kill(self):
        """All of it, as a power cut would."""
        doomed = [*_children(self.process.pid), self.process.pid]
        for pid in doomed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)

    def kill_a_backend(self):
        """One connection's process: the server throws out the others and recovers by itself."""
        for pid in _children(self.process.pid):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                if f": {USER} {DATABASE} ".encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGKILL)
                    return True
        return False

    def stop(self):
        if self.process and self.process.running:
            os.kill(self.process.pid, signal.SIGINT)  # fast: ends connections
            if self.process.wait(10) is None:
                self.kill()
