"""The guest as a box at a lift: its site file, its daemon, and the town around it on the host."""

import tomllib
from pathlib import Path

from contacts import Contacts
from lab.box import rows_of
from lab.broker import Broker
from lab.lift import Lift
from lab.platform import Platform
from lab.processes import wait_until
from machine import Machine

HERE = Path(__file__).resolve().parent
SITE = "/var/lib/liftbox/site.toml"
ANSWER_SECONDS = 30


class Gateway:
    def __init__(self, liftbox_sim: Path, guest: Path, directory: Path):
        self.directory = directory
        self.machine = Machine(directory / "guest", guest)
        self.broker = Broker(directory / "broker")
        self.platform = Platform(self.broker.port)
        self.lift = Lift(liftbox_sim, directory / "lift", HERE / "guest.story")
        self._site = (HERE / "site.toml").read_text().replace("@port@", str(self.broker.port))
        self._contacts = None
        self._wired = False

    def open_town(self):
        self.broker.start()
        self.platform.start()
        self.lift.start()
        self._contacts = Contacts(self.lift.lines, self._inputs())

    def _inputs(self):
        lines = tomllib.loads(self._site)["lines"]
        return {
            line["signal"]: (int(name.removeprefix("DI")) - 1, line.get("normally_closed", False))
            for name, line in lines.items()
        }

    def wire(self):
        """After a boot."""
        self.machine.write_file(SITE, self._site)
        self._contacts.follow(None)
        self._contacts.set_all(self.machine)
        self._wired = True

    def start_box(self):
        self.machine.shell(
            f"liftboxd --config {SITE} >>/var/lib/liftbox/log 2>&1 & echo $! >/run/liftboxd.pid"
        )
        self.wait_for(lambda: self.liftctl("status")[0] == 0, ANSWER_SECONDS, self._last_words)

    def cut_power(self):
        self.machine.kill()
        self._wired = False

    def end_box(self):
        self.signal_box("TERM")
        gone = "while grep -q . /proc/$(cat /run/liftboxd.pid)/cmdline; do usleep 50000; done"  # a zombie has none
        self.machine.shell(gone)

    def signal_box(self, name):
        self.machine.shell(f"kill -{name} $(cat /run/liftboxd.pid)")

    def liftctl(self, *words):
        return self.machine.run("liftctl", *words)

    def _last_words(self):
        return f"the daemon does not answer: {self.machine.shell('tail -n 5 /var/lib/liftbox/log')[1]}"

    def wait_for(self, ready, seconds, what):
        """As wait_until; meanwhile lift and platform go on."""

        def poll():
            if self._wired:
                self.machine.require_running()
            self._contacts.follow(self.machine if self._wired else None)
            self.platform.poll()
            return ready()

        return wait_until(poll, seconds, what)

    def told(self, kind, phase):
        """Records at the platform, in the order in which they came."""
        return [
            one.record
            for one in self.platform.arrivals
            if (one.record["type"], one.record["phase"]) == (kind, phase)
        ]

    def wait_for_record(self, kind, phase, seconds):
        told = self.wait_for(
            lambda: self.told(kind, phase), seconds, f"no record {kind} {phase} within {seconds} s"
        )
        return told[-1]

    def rows(self):
        """Of a machine that is off, after a clean end of the box."""
        store = self.directory / "records.sqlite"
        self.machine.take_from_disk("store/records.sqlite", store)
        return rows_of(store)

    def stop(self):
        self.machine.stop()
        if self._contacts:
            self._contacts.close()
        self.lift.stop()
        self.platform.stop()
        self.broker.stop()
