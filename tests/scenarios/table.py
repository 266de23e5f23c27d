#!/usr/bin/python3
"""Writes README.md: for each event the scenarios that raise it, that narrowly do not, and in which it is over.

usage: table.py          writes the page anew
       table.py --check  says what is missing or out of date, and ends with 1
"""

import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE / "README.md"
SECTIONS = {
    "Entrapment and the alarm button": ["entrapment", "alarm_button", "alarm_button_filtered"],
    "Faults": [
        "safety_chain_open",
        "door_close_fault",
        "door_open_fault",
        "stopped_outside_door_zone",
        "unintended_movement",
        "run_time_limiter",
        "position_lost",
        "restart_prevented",
        "door_open_while_moving",
        "overtravel_top",
        "overtravel_bottom",
        "overspeed",
        "mains_lost",
        "prolonged_outage",
    ],
    "Service modes": [
        "mode_normal",
        "mode_out_of_service",
        "mode_inspection",
        "mode_fire_return",
        "mode_firefighter",
        "mode_emergency_power",
        "mode_earthquake",
    ],
    "Brakes": [
        "brake_not_released",
        "brake_not_set",
        "brake_drag",
        "brake_slip",
        "brake_slow",
        "brake_asymmetry",
        "brake_degrading",
    ],
    "Sensors": ["sensor_conflict", "sensor_stuck"],
}
MOST = 5  # in a cell: those that are named after the event come first
BEGINS = {"raised", "suspected", "confirmed", "noted"}
ENDS = {"cleared"}
HEAD = """\
# Scenarios

Each is a recorded while at a lift (`NAME.csv`, times in ms) and what is said of it (`NAME.expected`), with what it shows in its first
lines. `liftctl replay NAME.csv` plays one; `# --set` lines are what is known of the lift. `# --narrowly` lines say by how little an event is *not* raised: the test
plays the trace once more, one tick on, and hears it. Each `.expected` holds `t_ms type phase confidence`, a line for each record.

An event that many scenarios raise shows those that are named after it. This page is written by `table.py` and held against the files by the suite `scenarios_table`. A contact that bounces
(`sensor_bouncing`) is not among them: a trace is what is heard after debouncing.
"""


def said_in(expected):
    """type -> phases"""
    said = defaultdict(set)
    for line in expected.read_text().splitlines():
        if line and not line.startswith("#"):
            _, event, phase, _ = line.split()
            said[event].add(phase)
    return said


def narrowly_in(trace):
    marks = (line.split()[2] for line in trace.read_text().splitlines() if line.startswith("# --narrowly "))
    return set(marks)


def collect():
    """event -> how -> scenarios"""
    found = defaultdict(lambda: defaultdict(list))
    for trace in sorted(HERE.glob("*.csv")):
        for event, phases in said_in(trace.with_suffix(".expected")).items():
            if phases & BEGINS:
                found[event]["raised"].append(trace.stem)
            if phases & ENDS:
                found[event]["over"].append(trace.stem)
        for event in narrowly_in(trace):
            found[event]["narrowly"].append(trace.stem)
    return found


def holes(found):
    for events in SECTIONS.values():
        for event in events:
            happens_once = event.startswith("mode_") or event == "alarm_button_filtered"
            for how in ("raised", "narrowly") if happens_once else ("raised", "narrowly", "over"):
                if not found[event][how]:
                    yield f"no scenario in which {event} is {how}: add one, or a # --narrowly line"


def cell(event, scenarios):
    def by_name(scenario):
        words = zip(scenario.split("_"), event.split("_"))
        alike = next((place for place, (one, other) in enumerate(words) if one != other), len(event))
        return (-alike, scenario)

    return ", ".join(f"[{one}]({one}.csv)" for one in sorted(scenarios, key=by_name)[:MOST])


def page(found):
    lines = [HEAD]
    for section, events in SECTIONS.items():
        lines.append(f"## {section}\n| event | raised | narrowly not | over |\n|---|---|---|---|")
        for event in events:
            cells = (cell(event, found[event][how]) for how in ("raised", "narrowly", "over"))
            lines.append(f"| `{event}` | {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines) + "\n"


def main():
    found = collect()
    if sys.argv[1:] != ["--check"]:
        PAGE.write_text(page(found))
        return 0
    wrong = list(holes(found))
    if PAGE.read_text() != page(found):
        wrong.append("README.md is out of date: run tests/scenarios/table.py")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
