"""Holds what a platform got against what happened and against the box's own store. Complaints are sentences."""

import collections
import os
from pathlib import Path

from lab.lift import wall_seconds
from truth import expected_records

OF_THE_BOX = ("started", "stopped", "seal", "statistics_hour", "statistics_day", "statistics_since_boot",
              "held_back")


def judge(town, happenings, deaths, broker_forgot):
    """`deaths`: of the box, as (killed, alive again) in seconds of the story."""
    records = without_growing_surer([received.record for received in town.platform.arrivals])
    complaints = list(town.platform.complaints)
    complaints += what_happened(records, happenings, town.lift.began, deaths)
    complaints += own_life(records, deaths)
    complaints += incidents(records)
    complaints += order(town.platform.arrivals, broker_forgot)
    complaints += store(town)
    complaints += writes(happenings)
    complaints += sanitizers(town)
    return complaints


def without_growing_surer(records):
    """What a box that has just come back, blind, tells as possible, it tells once more when it is certain: a fault
    that was raised is confirmed then."""
    possible = {
        (record["incident"], phase)
        for record in records
        if record.get("confidence") == "possible"
        for phase in {record["phase"], "confirmed" if record["phase"] == "raised" else record["phase"]}
    }
    return [
        record
        for record in records
        if record.get("confidence") != "certain" or (record["incident"], record["phase"]) not in possible
    ]


def what_happened(records, happenings, began, deaths):
    expected = expected_records(happenings)
    for death in deaths:
        for one in expected:
            one.survive(*death)
    told = [
        (wall_seconds(record["time"]) - began, record)
        for record in records
        if record["type"] not in OF_THE_BOX
    ]
    complaints = []
    for one in sorted(expected, key=lambda one: (not one.required, one.latest)):
        fitting = next((entry for entry in told if fits(one, *entry)), None)
        if fitting:
            told.remove(fitting)
        elif one.required:
            complaints.append(f"missing: {one}")
    for second, record in told:
        complaints.append(
            f"not expected, or a second time: {record['type']} {record['phase']} at {second:.1f} s, "
            f"seq {record['seq']}"
        )
    return complaints


def fits(expected, second, record):
    return (record["type"], record["phase"]) == (
        expected.type,
        expected.phase,
    ) and expected.earliest <= second <= expected.latest


def own_life(records, deaths):
    starts = sum(record["type"] == "started" for record in records)
    stops = sum(record["type"] == "stopped" for record in records)
    expected = len(deaths) + 1
    return [f"the box started {expected} times and ended once, but says {starts} and {stops}"] * (
        (starts, stops) != (expected, 1)
    )


def incidents(records):
    """The id of an incident is the key of its first record; no phase comes twice."""
    complaints = []
    phases = collections.defaultdict(list)
    for record in sorted(records, key=lambda record: record["seq"]):
        said = phases[record["incident"]]
        if not said and record["incident"] != f"{record['epoch']}:{record['seq']}":
            complaints.append(f"seq {record['seq']} begins incident {record['incident']}")
        if record["phase"] in said:
            complaints.append(
                f"incident {record['incident']}: {record['phase']} a second time, seq {record['seq']}"
            )
        said.append(record["phase"])
    return complaints


def order(arrivals, broker_forgot):
    """Within its class each record comes after those before it, but for what a broker lost and we asked for."""
    complaints = []
    last = {}
    for received in arrivals:
        row = received.diary, received.record_class
        if not (broker_forgot and received.asked_for) and received.seq < last.get(row, 0):
            complaints.append(f"seq {received.seq} came after {last[row]} of class {received.record_class}")
        last[row] = max(received.seq, last.get(row, 0))
    return complaints


def store(town):
    """Every record that the box made is with the platform, byte by byte, and no other."""
    stored = {(row.epoch, row.seq): (row.record_class, row.bytes, row.hash) for row in town.box.rows()}
    had = {
        (received.record["epoch"], received.seq): (received.record_class, received.content, received.hash)
        for received in town.platform.arrivals
    }
    complaints = [f"the platform lacks {key}" for key in sorted(stored.keys() - had.keys())]
    complaints += [f"the store lacks {key}" for key in sorted(had.keys() - stored.keys())]
    return complaints + [f"{key} differs" for key in stored.keys() & had.keys() if stored[key] != had[key]]


def writes(happenings):
    refused = [one.get("modbus_writes_refused") for one in happenings if one["what"] == "story_ended"]
    return [] if refused == [0] else [f"writes to the controller: {refused or 'the story did not end'}"]


def sanitizers(town):
    log = town.box.log.read_text(errors="replace")
    return [
        f"{line} ({town.box.log})"
        for line in log.splitlines()
        if "Sanitizer" in line or "runtime error:" in line
    ][:3]


def left_running(directory: Path):
    """Programs that have the private directory on their command line."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(directory) in command and int(process.name) != os.getpid():
            found.append(f"{process.name}: {command}")
    return found
