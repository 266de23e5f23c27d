"""Programs that this one starts, and that end with it, whatever ends it."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_libc = ctypes.CDLL(None, use_errno=True)


class LabError(Exception):
    """Cannot go on; the message is one line that says what to do."""


class Interrupted(Exception):
    """Ctrl-C or SIGTERM."""


def interrupt_on_signals():
    """Ctrl-C and SIGTERM become Interrupted, so that what was started is stopped on the way out."""

    def raise_interrupted(number, _frame):
        raise Interrupted(signal.Signals(number).name)

    for number in STOPPING:
        signal.signal(number, raise_interrupted)


def ignore_signals():
    """From here on we are stopping, and must not be stopped half-way."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)


def wait_until(ready, seconds, what):
    """Polls until `ready()` gives something true, and returns that; LabError with `what` if it is late."""
    deadline = time.monotonic() + seconds
    while True:
        result = ready()
        if result:
            return result
        if time.monotonic() >= deadline:
            raise LabError(what() if callable(what) else what)
        time.sleep(0.02)


def let_pass(seconds):
    """Time in which programs go on, and nothing is waited for: the length of a storm."""
    time.sleep(seconds)


class Process:
    """A child in a process group of its own (Ctrl-C is ours to handle), killed by the kernel if we die."""

    def __init__(self, name, argv, log: Path):
        self.name = name
        self.log = log
        parent = os.getpid()

        def in_child():
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)

        try:
            with open(log, "ab") as out:
                self._child = subprocess.Popen(
                    [str(part) for part in argv],
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    start_new_session=True,
                    preexec_fn=in_child,
                )
        except FileNotFoundError:
            raise LabError(f"there is no {argv[0]}: build it, or run scripts/install-packages") from None

    @property
    def pid(self):
        return self._child.pid

    @property
    def returncode(self):
        return self._child.poll()

    @property
    def running(self):
        return self._child.poll() is None

    def require_running(self):
        if not self.running:
            raise LabError(f"{self.name} ended with {self.returncode}: {self.last_words()}")

    def last_words(self):
        lines = self.log.read_text(errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "it said nothing")

    def wait_until(self, ready, seconds, what):
        """As wait_until, but gives up at once when the process has ended."""

        def poll():
            self.require_running()
            return ready()

        return wait_until(
            poll, seconds, lambda: f"{self.name}: {what} within {seconds} s: {self.last_words()}"
        )

    def wait(self, seconds):
        """Its exit code, None if it has not ended by then."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._child.wait(seconds)
        return None

    def terminate(self):
        if self.running:
            self._child.send_signal(signal.SIGTERM)

    def kill(self):
        """As a power cut would."""
        if self.running:
            self._child.kill()
        self._child.wait()

    def stop(self, seconds=10.0):
        """SIGTERM, then SIGKILL for what does not end in time. Returns the exit code. What is built with ASan ends slowly."""
        self.terminate()
        if self.wait(seconds) is None:
            self.kill()
        return self.returncode
