"""What a person sees: one line a record, between dim lines for what happened in the lift."""

import datetime
import sys
import unicodedata

from lab import words
from lab.lift import wall_seconds
from lab.story import DEAD_FOR

RESET, DIM, BOLD = "\033[0m", "\033[2m", "\033[1m"
INKS = {"alarm": "\033[1;31m", "fault": "\033[33m", "notice": "", "over": "\033[32m"}
LATE_SECONDS = 2.0
HEADER = f"""\
{BOLD}One lift, its box, a broker and a city platform, all on this machine.{RESET}
  dim lines   what happens in the lift; the box does not see that, only signals and registers
  other lines records as the platform gets them, checked: hash, chain, no repeats; it gives receipts
  columns     time it happened, second of the story, severity, type, phase, evidence"""
TYPE_COLUMNS = 41


def columns(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def padded(text, width):
    return text + " " * max(0, width - columns(text))


class View:
    def __init__(self, lift, out=sys.stdout):
        self._lift = lift
        self._out = out
        self._colour = out.isatty()
        self._online = None

    def header(self, rows):
        self.say(HEADER)
        for name, content in rows:
            self.say(f"  {padded(name, 11)} {content}")
        self.say("  Ctrl-C      ends it all\n")

    def happening(self, happening):
        text = words.tell(happening, DEAD_FOR)
        clock = self._clock(self._lift.began + happening["story_s"])
        self.say(f"{DIM}{clock} {happening['story_s']:7.1f}          {text}{RESET}")

    def status(self, at, status):
        if status["online"] == self._online:
            return
        self._online = status["online"]
        text = "box is online" if status["online"] else "box is offline, says the broker"
        self.say(f"{DIM}{self._clock(at)} {self._second(at):7.1f}          {text}{RESET}")

    def record(self, received):
        record = received.record
        happened = wall_seconds(record["time"])
        ink = INKS["over" if record["phase"] == "cleared" else record["severity"]]
        late = received.at - happened
        tail = f"  (arrived {late:.0f} s later)" if late > LATE_SECONDS else ""
        self.say(
            f"{self._clock(happened)} {self._second(happened):7.1f}  {ink}{record['severity']:6}  "
            f"{padded(words.title(record['type']), TYPE_COLUMNS)} {record['phase']:12}{RESET} "
            f"{words.evidence(record)}{DIM}{tail}{RESET}".rstrip()
        )

    def summary(self, rows):
        self.say("")
        for name, content in rows:
            self.say(f"  {padded(name, 16)} {content}")

    def say(self, text):
        if not self._colour:
            for ink in (RESET, DIM, BOLD, *INKS.values()):
                text = text.replace(ink, "") if ink else text
        print(text, file=self._out, flush=True)

    def _second(self, wall):
        return wall - self._lift.began if self._lift.began else 0.0

    @staticmethod
    def _clock(wall):
        return datetime.datetime.fromtimestamp(wall).strftime("%H:%M:%S")
