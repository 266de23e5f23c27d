#!/usr/bin/python3
"""Checks the plan of the house: who includes whom, where each library lives, what is written nowhere.

usage: house.py ROOT     prints FILE:LINE: the broken rule; exit code 1 if there is any
"""

import re
import sys
from pathlib import Path

LIFT_WORDS = (
    "agent/elevator/causes/cause.hpp",
    "agent/elevator/signal.hpp",
    "agent/elevator/reading.hpp",
    "agent/elevator/time.hpp",
)
PEER = ("agent/ports", "agent/records", *LIFT_WORDS, "board")
CORE = ("agent/elevator", "agent/ports", "agent/records")
EVERYTHING = ("agent", "board", "drivers", "protocols")

# Who may include whom, beside the own room. The longest name that fits a file is its room.
ROOMS = {
    "agent/elevator": (),
    "agent/records": ("agent/elevator",),
    "agent/ports": ("agent/elevator", "agent/records"),
    "agent/runtime": CORE,
    "agent/storage": CORE,
    "agent/staff": ("agent/elevator/time.hpp",),
    "agent/config": ("agent/elevator", "board", "protocols/modbus/register_map.hpp"),
    "agent/cli": (*CORE, "agent/config", "agent/runtime", "agent/staff", "agent/storage", "board", "drivers", "protocols"),
    "agent/daemon": EVERYTHING,
    "agent/main.cpp": EVERYTHING,
    "board": ("agent/elevator/signal.hpp", "agent/elevator/time.hpp"),
    "drivers/*": PEER,
    "drivers/simulated": (),
    "protocols/*": PEER,
    "protocols/city": (*CORE, "agent/runtime"),
    "protocols/city/main.cpp": EVERYTHING,
    "tests": (*EVERYTHING, "tests"),
}

# Where each library may be included. What is not listed here is no library of ours.
LIBRARIES = {
    "benchmark": ("tests/bench",),
    "boost/asio": ("agent/runtime", "agent/daemon", "drivers", "protocols/control", "protocols/city", "tests"),
    "catch2": ("tests",),
    "CLI": (
        "agent/main.cpp",
        "agent/cli/command_line.cpp",
        "agent/cli/main.cpp",
        "drivers/simulated/main.cpp",
        "drivers/simulated/worn/main.cpp",
        "protocols/city/main.cpp",
        "tests/eval/main.cpp",
    ),
    "gpiod.h": ("drivers/lines/kernel_gpio.cpp",),
    "fmt": ("agent", "board", "drivers", "protocols", "tests"),
    "modbus": ("protocols/modbus", "tests/modbus"),
    "mqtt": ("protocols/mqtt", "protocols/city"),
    "MQTTAsync.h": ("tests/city/outage",),
    "nlohmann": ("agent", "drivers/simulated", "protocols", "tests"),
    "openssl": ("agent/records", "agent/staff", "protocols/mqtt"),
    "pqxx": ("protocols/city",),
    "rapidcheck": ("tests/properties",),
    "spdlog": ("agent/daemon", "protocols/city"),
    "sqlite3.h": ("agent/storage", "tests/storage"),
    "systemd": ("drivers/system",),
    "toml++": ("agent/config",),
    "zstd.h": ("agent/records",),
}
THIRD_PARTY = re.compile(r"/|^(sqlite3|gpiod|zstd)\.h$|^(modbus|MQTT)\w*\.h$")
OF_THE_SYSTEM = re.compile(r"^(sys|linux|arpa|net|netinet|asm)/")
IN_PUBLIC_HEADERS = {"nlohmann/json_fwd.hpp"}  # declares, defines nothing

# What is written nowhere but in the files named.
CODE = ("agent", "board", "drivers", "protocols", "tests")
PRODUCT = CODE[:-1]
ANYWHERE = (*CODE, "scripts", "toolchains", ".ci", "README.md", "CMakeLists.txt", "CMakePresets.json")
BANS = (
    (
        r"std::\w*mutex|\block_guard|\bscoped_lock|\bunique_lock|\bcondition_variable|\bpthread_mutex",
        CODE,
        (),
        "there is no lock: state belongs to the agent's thread, results are posted to it",
    ),
    (
        r"\bsleep_(for|until)\b|\bu?sleep ?\(|\bnanosleep ?\(",
        CODE,
        ("tests/modbus/pymodbus_slave.py", "tests/modbus/bench/bench_bus.cpp"),
        "nobody sleeps: use a Timer; in tests time is an argument, and a process is polled with a deadline",
    ),
    (r"system_clock::now", CODE, ("drivers/system/system_clock.cpp",), "wall time comes from the Clock port"),
    (
        r"\bmodbus_(write_(bit|register|and)|mask_write|send_raw|report_slave)",
        CODE,
        (),
        "nothing writes to a controller (GB/T 42616)",
    ),
    (
        r"\bco_(await|return|yield)\b|std::(expected|format|views)\b|<(format|expected)>",
        CODE,
        (),
        "not with this compiler: callbacks, fmt, plain loops",
    ),
    (r"(?<![\w.-])/(work|home|root|mnt|Users)/[\w.]", ANYWHERE, (), "a path of one machine"),
)
SOURCES = {".hpp", ".cpp"}
TEXTS = {*SOURCES, ".py", ".sh", ".md", ".toml", ".txt", ".json", ".story", ""}


class House:
    def __init__(self, root):
        self.root = root
        self.complaints = []
        self._includes = {}

    def check(self):
        for file in self._files(CODE, SOURCES):
            for line, angled, included in self.includes(file):
                self._check_include(file, line, angled, included)
        for pattern, where, exempt, rule in BANS:
            self._ban(re.compile(pattern), where, exempt, rule)
        return sorted(set(self.complaints))

    def includes(self, file):
        """(line, in angles, what) of each."""
        if file not in self._includes:
            lines = (self.root / file).read_text().split("\n") if (self.root / file).is_file() else []
            matches = (
                (number, re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line))
                for number, line in enumerate(lines, 1)
            )
            self._includes[file] = [(number, match[1] == "<", match[2]) for number, match in matches if match]
        return self._includes[file]

    def _check_include(self, file, line, angled, included):
        if angled:
            if not OF_THE_SYSTEM.match(included) and THIRD_PARTY.search(included):
                self._check_library(file, line, included)
            return
        own = room_of(file)
        if not lies_in(included, (own_folder(file), *ROOMS[own])):
            self._complain(file, line, f"{own} may not include {included}")
        if not lies_in(included, (own_folder(file),)):
            for library in sorted(self._libraries_behind(included)):
                self._complain(
                    file, line, f"{included} brings {library} into {own}: declare, and include it in a .cpp"
                )

    def _check_library(self, file, line, included):
        library = next((name for name in LIBRARIES if lies_in(included, (name,))), None)
        if library is None:
            self._complain(file, line, f"{included}: a new library; give it a room in {Path(__file__).name}")
        elif not lies_in(file, LIBRARIES[library]):
            self._complain(file, line, f"{included} belongs in {', '.join(LIBRARIES[library])}")

    def _libraries_behind(self, header):
        found, seen, todo = set(), set(), [header]
        while todo:
            current = todo.pop()
            if current in seen or current.startswith("tests/"):
                continue
            seen.add(current)
            for _, angled, included in self.includes(current):
                if not angled:
                    todo.append(included)
                elif THIRD_PARTY.search(included) and not OF_THE_SYSTEM.match(included):
                    found.add(included)
        return found - IN_PUBLIC_HEADERS

    def _ban(self, pattern, where, exempt, rule):
        for file in self._files(where, TEXTS):
            if file in exempt or file.startswith("tests/house/"):
                continue
            for number, line in enumerate((self.root / file).read_text(errors="replace").split("\n"), 1):
                if pattern.search(line):
                    self._complain(file, number, rule)

    def _files(self, where, suffixes):
        for place in where:
            path = self.root / place
            files = sorted(path.rglob("*")) if path.is_dir() else [path]
            for file in files:
                if file.is_file() and file.suffix in suffixes:
                    yield file.relative_to(self.root).as_posix()

    def _complain(self, file, line, rule):
        self.complaints.append(f"{file}:{line}: {rule}")


def lies_in(path, places):
    return any(path == place or path.startswith(place + "/") for place in places)


def room_of(file):
    fitting = [room for room in ROOMS if lies_in(file, (room,))]
    if fitting:
        return max(fitting, key=len)
    general = file.split("/")[0] + "/*"
    if general not in ROOMS:
        sys.exit(f"{file}: lies in no room; give it one in {Path(__file__).name}")
    return general


def own_folder(file):
    """Of drivers/lines/x.cpp: drivers/lines. Siblings under drivers/ and protocols/ are strangers."""
    room = room_of(file)
    return "/".join(file.split("/")[:2]) if room.endswith("/*") else room


def main():
    complaints = House(Path(sys.argv[1]).resolve()).check()
    print("\n".join(complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
