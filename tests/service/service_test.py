#!/usr/bin/python3
"""Installs into a private place and asks systemd's own tools what they make of the service.

usage: service_test.py BUILD_DIR [unittest's own words]
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from lab.processes import wait_until

BUILD = Path(sys.argv.pop(1))
ROOT = Path(__file__).resolve().parents[2]
MOST_EXPOSED = 2.0
START_SECONDS = 15
PROFILES = {
    "boards": ROOT / "board/profiles",
    "controllers": ROOT / "protocols/profiles/controllers",
    "regions": ROOT / "protocols/profiles/regions",
}
INSTALLED = """\
usr/bin/liftctl
usr/lib/systemd/system/liftboxd.service
usr/lib/systemd/system/liftboxd@.service
usr/lib/sysusers.d/liftbox.conf
usr/lib/tmpfiles.d/liftbox.conf
usr/lib/udev/rules.d/60-liftbox.rules
usr/sbin/liftboxd
usr/share/doc/liftbox/LICENSE
usr/share/doc/liftbox/README.md
usr/share/liftbox/site.example.toml
""".split() + [
    f"usr/share/liftbox/profiles/{kind}/{file.name}" for kind, folder in PROFILES.items() for file in folder.glob("*.toml")
]
SITE = """\
device = "lift-0042"
board = "simulated"
region = "national"
[lift]
registration_code = "31105101132016060031"
[controller]
profile = "generic"
[controller.tcp]
host = "127.0.0.1"
port = 1
[lines]
socket = "no-lift.sock"
[store]
directory = "store"
[control]
socket = "control.sock"
"""


AS_ROOT_ONLY = {"fchown"}  # SQLite gives a file to the owner of the others


def allowed_by(unit):
    """The system calls that a unit's filter leaves, its lines taken in their order."""
    groups = {}
    for line in told("systemd-analyze", "syscall-filter")[1].splitlines():
        if line.startswith("@"):
            group = groups.setdefault(line, [])
        elif line.startswith("    ") and "#" not in line:
            group.append(line.strip())

    def calls_of(word):
        return {call for inner in groups[word] for call in calls_of(inner)} if word in groups else {word}

    allowed = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", unit.read_text(), re.MULTILINE):
        calls = set().union(*map(calls_of, line.lstrip("~").split()))
        allowed = allowed - calls if line.startswith("~") else allowed | calls
    return allowed


def told(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


class AnInstallation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory(prefix="liftbox-service-")
        cls.root = Path(cls.directory.name)
        code, text = told("env", f"DESTDIR={cls.root}", "cmake", "--install", str(BUILD), "--strip", "--prefix", "/usr")
        assert code == 0, text

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()

    def units(self):
        return [self.root / "usr/lib/systemd/system" / name for name in ("liftboxd.service", "liftboxd@.service")]

    def test_has_all_that_belongs_to_it_at_its_place_and_nothing_else(self):
        there = {str(path.relative_to(self.root)) for path in self.root.rglob("*") if path.is_file()}
        self.assertEqual(sorted(INSTALLED), sorted(there))

    def test_has_programs_without_symbols(self):
        for program in ("usr/sbin/liftboxd", "usr/bin/liftctl"):
            _, sections = told("readelf", "--section-headers", "--wide", str(self.root / program))
            self.assertIn(".dynsym", sections)
            self.assertNotIn(".symtab", sections)

    def test_finds_its_own_profiles_and_watches(self):
        with tempfile.TemporaryDirectory(prefix="liftbox-installed-") as place:
            site = Path(place) / "site.toml"
            site.write_text(SITE)
            code, text = told(str(self.root / "usr/bin/liftctl"), "config", "check", str(site))
            self.assertEqual(0, code, text)
            self.assertIn("board simulated", text)
            text, ended = self.life_of_the_daemon(site)
            self.assertIn("lift-0042", text)
            self.assertEqual(0, ended)

    def test_has_good_profiles(self):
        profiles = [str(self.root / file) for file in INSTALLED if "/profiles/" in file]
        code, text = told(str(self.root / "usr/bin/liftctl"), "profile", "check", *profiles)
        self.assertEqual((0, len(profiles)), (code, text.count(": good: ")), text)

    def test_is_allowed_every_system_call_that_it_makes(self):
        with tempfile.TemporaryDirectory(prefix="liftbox-installed-") as place:
            site = Path(place) / "site.toml"
            site.write_text(SITE)
            calls = Path(place) / "calls"
            self.life_of_the_daemon(site, "strace", "--follow-forks", f"--output={calls}")
            made = set(re.findall(r"^\d+ +(\w+)\(", calls.read_text(), re.MULTILINE))
        self.assertIn("clock_adjtime", made)
        for unit in self.units():
            self.assertEqual(set(), made - allowed_by(unit) - AS_ROOT_ONLY)

    def life_of_the_daemon(self, site, *under):
        """What `liftctl status` shows of it, and its exit code."""
        command = [*under, self.root / "usr/sbin/liftboxd", "--config", site]
        environment = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}  # which cannot be traced
        daemon = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment, start_new_session=True)
        try:
            text = self.wait_for_answer(site.parent / "control.sock", daemon)
        finally:
            os.killpg(daemon.pid, signal.SIGTERM)
            ended = daemon.wait(START_SECONDS)
        return text, ended

    def wait_for_answer(self, control, daemon):
        def answer():
            self.assertIsNone(daemon.poll(), "the installed daemon has ended")
            code, text = told(str(self.root / "usr/bin/liftctl"), "--socket", str(control), "status")
            return text if code == 0 else None

        return wait_until(answer, START_SECONDS, "the installed daemon does not answer")

    def test_has_units_without_a_mistake(self):
        for unit in self.units():
            self.assertNotIn("@LIFTBOX", unit.read_text())
            text = unit.read_text().replace("/usr/sbin/", f"{self.root}/usr/sbin/")
            private = self.root / unit.name.replace("@", "@one")
            private.write_text(text)
            code, said = told("systemd-analyze", "verify", "--man=no", str(private))
            ours = [line for line in said.splitlines() if "liftbox" in line]
            self.assertEqual((0, []), (code, ours))

    def test_is_hardly_exposed(self):
        for unit in self.units():
            _, said = told("systemd-analyze", "security", "--offline=yes", "--no-pager", str(unit))
            level = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
            self.assertIsNotNone(level, said)
            print(level.group(0))
            self.assertLessEqual(float(level.group(1)), MOST_EXPOSED)

    def test_makes_its_users(self):
        code, text = told("systemd-sysusers", "--dry-run", str(self.root / "usr/lib/sysusers.d/liftbox.conf"))
        self.assertEqual(0, code, text)
        for group in ("liftbox", "liftbox-service"):
            self.assertIn(f"Creating group '{group}'", text)


if __name__ == "__main__":
    unittest.main()
