"""All of it together: lift, box, broker, platform, in one private directory."""

import dataclasses
import time
from pathlib import Path

from lab.box import Box
from lab.broker import Broker
from lab.city import City
from lab.duty import DutyOfficer
from lab.lift import Lift
from lab.platform import Platform
from lab.programs import Programs
from lab.story import Director

BREATH = 0.05
DELIVERY_SECONDS = 45  # the box may wait half a minute before it looks for the broker again
PARTING_SECONDS = 2


@dataclasses.dataclass(frozen=True)
class Account:
    """What became of the records."""

    made: int
    accepted: int
    received: int
    missing: int
    repeats: int
    diaries: int
    complaints: tuple

    @property
    def in_order(self):
        return self.missing == 0 and not self.complaints


class Town:
    def __init__(self, build: Path, directory: Path, story=None, seed=1, port=None, hard=False, city=False):
        """`hard`: see Director. `city`: with a database; it gives the receipts."""
        programs = Programs.of(build)
        self.directory = directory
        self.broker = Broker(directory / "broker", port)
        self.lift = Lift(programs.lift, directory / "lift", story, seed)
        self.box = Box(programs, directory / "box", self.lift, self.broker.port)
        self.platform = Platform(self.broker.port, gives_receipts=not city)
        self.city = City(build, directory, self.broker.port) if city else None
        self.duty = DutyOfficer(self.platform)
        self.director = Director(self.lift, self.box, self.broker, hard)

    def start(self):
        self.broker.revive()  # somebody may listen to it already
        if self.city:
            self.city.start()
        self.platform.start()
        self.lift.start()
        self.box.start()

    def step(self):
        """Lets time pass, shortly: (what happened, records that are new)."""
        time.sleep(BREATH)
        happenings = self.director.follow()
        received = self.platform.poll()
        for record in received:
            self.duty.hear(record)
        self.duty.act()
        return happenings, received

    def undelivered(self):
        had = {(record.record["epoch"], record.seq) for record in self.platform.arrivals}
        return [row for row in self.box.rows() if (row.epoch, row.seq) not in had]

    def settle(self):
        """Ends the lift, brings home what the box still has, ends the box. Returns the last records."""
        self.lift.stop()
        self.broker.revive()
        self.director.revive_box()
        self.box.wait_until_it_answers()
        received = self._drain(DELIVERY_SECONDS)
        if self.city:
            self.city.settle(lambda: len(self.box.rows()))
        self.box.stop()
        received += self._drain(PARTING_SECONDS)
        if self.city:
            self.city.settle(lambda: len(self.box.rows()))
        return received

    def _drain(self, seconds):
        received = []
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            received += self.platform.poll()
            if not self.undelivered():
                break
            time.sleep(BREATH)
        return received

    def account(self):
        rows = self.box.rows()
        return Account(
            made=len(rows),
            accepted=sum(row.state != "waiting" for row in rows),
            received=len(self.platform.arrivals),
            missing=len(self.undelivered()),
            repeats=self.platform.repeats,
            diaries=len(self.platform.diaries),
            complaints=tuple(self.platform.complaints),
        )

    def stop(self):
        """Everything that was started here, and only that."""
        self.box.stop()
        self.lift.stop()
        self.platform.stop()
        if self.city:
            self.city.stop()
        self.broker.stop()
