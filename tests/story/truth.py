"""From what happened in the lift, by its own account, to the records that a platform must get.

The times are those of the specification, written down here a second time: nothing is taken from the agent.
"""

import dataclasses

LATE = 2.0  # polls, debouncing and a busy machine
REACTION = 2.0  # what happened this shortly before a death may not have been told yet
SENSOR_HOLD = 3.0
NOTICED = 1.5  # a silent bus: three requests of 0.3 s, each after as long a silence
DOOR_OPENS = 2.0  # from shut to fully open, which is what the lift tells
FOREVER = float("inf")


@dataclasses.dataclass
class Expected:
    """A record between two seconds of the story. What it tells began at `since`, and is over at `until`.

    A box that dies meanwhile may come to it later by as long as it had watched already, or `at_worst`; what
    can only be seen as it happens (`fleeting`), it may miss. Without the record that it `needs` it does not
    come, nor need it come where one that must come `before` it was delayed by a death.
    """

    type: str
    phase: str
    since: float
    earliest: float
    latest: float
    until: float = FOREVER
    at_worst: float = 0.0
    fleeting: bool = False
    needs: "Expected | None" = None
    before: "Expected | None" = None
    disturbed: bool = False

    @property
    def required(self):
        return (
            self.latest < self.until
            and not (self.fleeting and self.disturbed)
            and (self.needs is None or self.needs.required)
            and (self.before is None or not self.before.disturbed)
        )

    def survive(self, killed, alive):
        """The box was dead between these seconds."""
        if alive < self.since - REACTION or killed > self.latest:
            return
        self.latest = max(self.latest + max(0.0, alive - self.since) + LATE, self.at_worst)
        self.disturbed = True

    def __str__(self):
        return f"{self.type} {self.phase} between {self.earliest:.1f} s and {self.latest:.1f} s"


class Chronicle:
    """The lift's list of what happened."""

    def __init__(self, happenings):
        self.happenings = happenings
        self.end = happenings[-1]["story_s"]

    def all(self, what, **details):
        return [
            one
            for one in self.happenings
            if one["what"] == what and all(one[name] == value for name, value in details.items())
        ]

    def next(self, what, after, **details):
        """The second of the first such thing from then on; for ever away if it does not come."""
        return min(
            (one["story_s"] for one in self.all(what, **details) if one["story_s"] >= after), default=FOREVER
        )


def expected_records(happenings):
    chronicle = Chronicle(happenings)
    found = []
    for table in (
        entrapments,
        alarm_presses,
        stops_between_floors,
        broken_chains,
        controllers_that_will_not_run,
        doors_that_stay_shut,
        doors_that_reopen,
        modes,
        cut_buses,
        mains,
    ):
        found += table(chronicle)
    for expected in found:
        expected.until = min(expected.until, chronicle.end)
    return [expected for expected in found if expected.earliest < chronicle.end]


def raised_and_cleared(kind, since, raised, cleared_since, cleared, fleeting=False):
    """Raised at a second, cleared at another; neither if it is over before it is raised."""
    if cleared_since <= raised - 1:
        return
    first = Expected(kind, "raised", since, raised - 1, raised + LATE, cleared_since, fleeting=fleeting)
    yield first
    if cleared < FOREVER:
        yield Expected(
            kind,
            "cleared",
            cleared_since,
            cleared - 1,
            cleared + LATE,
            at_worst=FOREVER,
            fleeting=fleeting,
            needs=first,
        )


def entrapments(chronicle):
    """Suspected, confirmed, acknowledged, reached, released, over."""
    cleared = None
    for trapped in chronicle.all("trapped"):
        began = trapped["since_story_ms"] / 1000
        freed = chronicle.next("freed", began)
        fetched = chronicle.next("mode_changed", began, mode="inspection")
        pressed = chronicle.next("alarm_pressed", began) + 0.5
        if trapped["in_zone"]:
            suspected, confirmed = began + 30, min(began + 120, max(pressed, began + 15))
        else:
            suspected, confirmed = began + 45, min(began + 90, pressed)
        over = min(freed, fetched if fetched < confirmed else FOREVER)
        first = Expected(
            "entrapment",
            "suspected",
            began,
            suspected - 1,
            suspected + LATE,
            min(confirmed, over),
            before=cleared,
        )
        alarm = Expected(
            "entrapment", "confirmed", began, confirmed - 1, confirmed + LATE, over, before=cleared
        )
        yield from (one for one in (first, alarm) if one.earliest < over)
        if alarm.earliest >= over:
            if first.earliest < over < FOREVER:
                yield Expected("entrapment", "cleared", over, over, over + LATE, needs=first)
            continue
        # The duty officer takes note once the alarm is with the platform, unless it is over by then.
        yield Expected("entrapment", "acknowledged", confirmed, confirmed, confirmed + 60, freed, needs=alarm)
        yield Expected("entrapment", "on_site", fetched, fetched, fetched + LATE, freed, needs=alarm)
        yield Expected("entrapment", "released", freed, freed - 2, freed + LATE, needs=alarm)
        cleared = Expected(
            "entrapment",
            "cleared",
            freed,
            freed,
            emptied(chronicle, freed) + LATE,
            at_worst=freed + 120 + LATE,
            needs=alarm,
        )
        yield cleared


def emptied(chronicle, freed):
    """When the car is known to be empty (a presence sensor holds its output for a while), or 120 s are over."""
    left = chronicle.next("person_left", freed, people=0)
    known = left + 10 + SENSOR_HOLD
    return known if chronicle.next("person_entered", left) > known else freed + 120


def alarm_presses(chronicle):
    """Each spell of presses: raised by the first, over 60 s after the last."""
    presses = chronicle.all("alarm_pressed")
    while presses:
        first = presses[0]["story_s"]
        let_go = chronicle.next("alarm_released", first)
        presses.pop(0)
        while presses and presses[0]["story_s"] < let_go + 60:
            let_go = chronicle.next("alarm_released", presses.pop(0)["story_s"])
        yield from raised_and_cleared(
            "alarm_button", first, first + 0.5, let_go + 60, let_go + 60, fleeting=True
        )


def stops_between_floors(chronicle):
    for stop in chronicle.all("car_stopped", in_zone=False):
        began = stop["story_s"]
        moved = chronicle.next("car_started", began)
        if chronicle.next("mode_changed", began, mode="inspection") < began + 45:
            continue
        arrived = chronicle.next("car_stopped", moved)
        yield from raised_and_cleared(
            "stopped_outside_door_zone", began, began + 45, moved, min(moved + 3, arrived)
        )


def broken_chains(chronicle):
    """A lock that fails in motion breaks the safety chain; the technician makes it whole."""
    for stop in chronicle.all("emergency_stop"):
        mended = chronicle.next("mode_changed", stop["story_s"], mode="inspection")
        yield from raised_and_cleared(
            "safety_chain_open", stop["story_s"], stop["story_s"], mended, mended + 5, fleeting=True
        )


def controllers_that_will_not_run(chronicle):
    """A code that is shown is told of where nothing explains it: by a box that was dead when the chain opened."""
    for fault in chronicle.all("controller_fault"):
        if fault["code"] == 0:
            continue
        began = fault["story_s"]
        gone = chronicle.next("controller_fault", began, code=0)
        told = Expected(
            "restart_prevented", "raised", began, began + 9, gone + LATE, fleeting=True, disturbed=True
        )
        yield told
        yield Expected("restart_prevented", "cleared", gone, gone, FOREVER, needs=told)


def doors_that_stay_shut(chronicle):
    """After a run, with somebody inside: 10 s after it is told to open, as the controller does at once."""
    for stop in chronicle.all("car_stopped", in_zone=True):
        began = stop["story_s"]
        opened = chronicle.next("door_opened", began)
        if not stop["people"]:
            continue
        bus_back = max(
            [cut["story_s"] for cut in chronicle.all("bus_back") if cut["story_s"] < opened], default=0
        )
        known = max(began, bus_back)
        leaves_shut = opened - DOOR_OPENS
        yield from raised_and_cleared(
            "door_open_fault", known, known + 10, leaves_shut, leaves_shut, fleeting=True
        )


def doors_that_reopen(chronicle):
    for sixth in chronicle.all("door_reopened", times=6):
        opened = max(
            one["story_s"] for one in chronicle.all("door_opened") if one["story_s"] < sixth["story_s"]
        )
        shut = chronicle.next("door_shut", sixth["story_s"])
        yield from raised_and_cleared(
            "door_close_fault", opened, sixth["story_s"], shut, shut + 5, fleeting=True
        )


def modes(chronicle):
    for change in chronicle.all("mode_changed"):
        at = change["story_s"]
        yield Expected("mode_" + change["mode"], "noted", at, at, at + 1 + LATE, fleeting=True)


def cut_buses(chronicle):
    for cut in chronicle.all("bus_cut"):
        back = chronicle.next("bus_back", cut["story_s"])
        yield from raised_and_cleared("source_lost", cut["story_s"], cut["story_s"] + NOTICED + 30, back, back + 1)


def mains(chronicle):
    for loss in chronicle.all("mains_lost"):
        back = chronicle.next("mains_back", loss["story_s"])
        yield from raised_and_cleared("mains_lost", loss["story_s"], loss["story_s"] + 3, back, back + 10)
