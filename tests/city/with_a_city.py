"""Broker, PostgreSQL and receivers of one city, for a test."""

import shutil
import sys
import tempfile
import time
import unittest
from pathlib import Path

from lab.broker import Broker
from lab.postgres import Postgres
from lab.processes import let_pass, wait_until
from lab.receiver import Receiver

BUILD = Path(sys.argv.pop(1)).resolve()
PATIENCE = 2  # seconds; what is missing for so long is asked for


class City:
    def __init__(self, directory, receivers=1, **broker):
        self.directory = directory
        self.broker = Broker(directory / "broker", **broker)
        self.postgres = Postgres(directory / "postgres")
        self.receivers = [self.receiver(f"receiver-{number + 1}") for number in range(receivers)]

    def receiver(self, name):
        program = BUILD / "protocols/city/liftbox-city"
        return Receiver(program, self.directory / "city", self.broker.port, self.postgres, name, PATIENCE)

    def start(self):
        self.broker.start()
        self.postgres.start()
        for receiver in self.receivers:
            receiver.start()
        for receiver in self.receivers:
            receiver.wait_until_subscribed()

    def stop(self):
        for receiver in self.receivers:
            receiver.stop()
        self.postgres.stop()
        self.broker.stop()


class WithACity(unittest.TestCase):
    """Each test has a city of its own."""

    receivers = 1
    broker = {}  # its settings, where they are not the lab's

    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="liftbox-city-"))
        self.addCleanup(shutil.rmtree, self.directory)
        self.city = City(self.directory, self.receivers, **self.broker)
        self.addCleanup(self.city.stop)
        self.city.start()
        self.postgres = self.city.postgres

    def wait_for(self, ready, what, seconds=20):
        return wait_until(ready, seconds, what)

    def wait_for_sql(self, expected, sql, seconds=20):
        """Until psql prints this."""
        said = None

        def as_expected():
            nonlocal said
            said = self.postgres.psql(sql).strip()
            return said == expected

        wait_until(as_expected, seconds, lambda: f"{sql}\n  says {said}, not {expected}")


def run_fleet(fleet, seconds, make=None, also=None):
    """Makes `make` records a second and sends them, for so long; `also` is called between."""
    began = time.monotonic()
    made = 0
    while (passed := time.monotonic() - began) < seconds:
        while make and made < passed * make:
            fleet.make()
            made += 1
        fleet.step()
        if also:
            also()
        let_pass(0.005)


def settle(fleet, seconds):
    """Until every record has its receipt; whether it came to that."""
    deadline = time.monotonic() + seconds
    while fleet.waiting and time.monotonic() < deadline:
        fleet.step()
        let_pass(0.005)
    return not fleet.waiting
