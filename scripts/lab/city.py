"""The city's database and its receiver, and what they say in the end."""

from pathlib import Path

from lab.postgres import Postgres
from lab.processes import wait_until
from lab.receiver import Receiver

SETTLE_SECONDS = 90  # a box says once a minute what it misses a receipt for
PATIENCE = 5  # seconds; the broker of the story forgets

QUESTIONS = (
    ("records by class, first and last", "SELECT class, count(*), min(at), max(at) FROM record GROUP BY 1 ORDER BY 1"),
    ("gaps", "SELECT * FROM gap"),
    ("set aside, dead letters", "SELECT (SELECT count(*) FROM set_aside) AS set_aside, count(*) AS dead_letters FROM dead_letter"),
    ("rescues, their timelines", "\\x on\nSELECT * FROM rescue ORDER BY stopped\n;\\x off"),
    (
        "rescue indicators",
        "SELECT confirmed, response_s, arrival_min, release_min, answered_in_3_min, arrived_in_30_min, self_released"
        " FROM rescue_indicator ORDER BY confirmed",
    ),
    ("faults by code", "SELECT gb24476, type, faults FROM fault_by_code ORDER BY 1, 2"),
    ("drum brakes", "\\x on\nSELECT * FROM drum_brake\n;\\x off"),
)


class City:
    def __init__(self, build: Path, directory: Path, broker_port):
        self.postgres = Postgres(directory / "postgres")
        self.receiver = Receiver(
            build.resolve() / "protocols/city/liftbox-city",
            directory / "city",
            broker_port,
            self.postgres,
            patience=PATIENCE,
        )

    def start(self):
        self.postgres.start()
        self.receiver.start()
        self.receiver.wait_until_subscribed()

    def settle(self, made):
        """Until every record is here; `made` counts them."""
        wait_until(
            lambda: self._records() >= made(),
            SETTLE_SECONDS,
            lambda: f"the city has {self._records()} records of {made()}: {self.receiver.process.last_words()}",
        )

    def _records(self):
        return int(self.postgres.psql("SELECT count(*) FROM record"))

    def tell(self, say):
        """From SQL."""
        say("\n  What the city's database says:")
        for title, sql in QUESTIONS:
            said = self.postgres.psql(sql + ";", "-P", "footer=off", "-P", "null=-")
            say(f"\n  {title}")
            for line in said.rstrip().splitlines():
                say(f"    {line}")

    def stop(self):
        self.receiver.stop()
        self.postgres.stop()
