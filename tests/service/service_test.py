#!/usr/bin/python3
"""Installs into a private place and asks systemd's own tools what they make of the service.

usage: service_test.py BUILD_DIR [unittest's own words]
"""

import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BUILD = Path(sys.argv.pop(1))
MOST_EXPOSED = 2.0
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
usr/share/liftbox/profiles/boards/simulated.toml
usr/share/liftbox/profiles/controllers/generic.toml
usr/share/liftbox/profiles/regions/national.toml
usr/share/liftbox/site.example.toml
""".split()


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

    def test_has_everything_at_its_place(self):
        there = {str(path.relative_to(self.root)) for path in self.root.rglob("*") if path.is_file()}
        self.assertEqual([], sorted(set(INSTALLED) - there))

    def test_starts(self):
        for program in ("usr/sbin/liftboxd", "usr/bin/liftctl"):
            code, text = told(str(self.root / program), "--help")
            self.assertEqual(0, code, text)

    def test_has_units_without_a_mistake(self):
        for unit in self.units():
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
