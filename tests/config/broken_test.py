#!/usr/bin/python3
"""What an installer is told of a broken file, held against the .expected beside it.

broken/NN-what.toml is a site file; NN-board-…, NN-controller-… and NN-region-… are profiles, named by a site
file that is good otherwise. The good example files are given to Python's own TOML reader as well.

usage: broken_test.py LIFTCTL [--update] [unittest's own words]
"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import tomllib

EX_CONFIG = 78
LIFTCTL = Path(sys.argv.pop(1)).resolve()
UPDATE = "--update" in sys.argv
if UPDATE:
    sys.argv.remove("--update")
HERE = Path(__file__).resolve().parent / "broken"
ROOT = HERE.parents[2]
PROFILES = {
    "boards": ROOT / "board/profiles",
    "controllers": ROOT / "protocols/profiles/controllers",
    "regions": ROOT / "protocols/profiles/regions",
}
SITE_NAMING = {
    "board": 'device = "box-1"\nboard = "{file}"\nwithout_entrapment = true\n'
    '[controller]\nprofile = "generic"\ntcp.host = "192.168.1.20"\n',
    "controller": 'device = "box-1"\nboard = "simulated"\nwithout_entrapment = true\n'
    '[controller]\nprofile = "{file}"\ntcp.host = "192.168.1.20"\n',
    "region": 'device = "box-1"\nboard = "simulated"\nregion = "{file}"\n[lines]\nsocket = "lines.sock"\n',
}


def broken_files():
    return sorted(HERE.glob("*.toml"))


class Checked:
    """One run of `liftctl config check`, with paths as seen from the folder of the broken files."""

    def __init__(self, directory, *files):
        done = subprocess.run(
            [LIFTCTL, "config", "check", "--profiles", directory, *files],
            cwd=HERE,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        self.code = done.returncode
        self.errors = done.stderr
        self.said = done.stdout.replace(f"{HERE}/", "").replace(f"{directory}/", "")


class WithProfiles(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="liftbox-broken-")
        self.addCleanup(temporary.cleanup)
        self.directory = Path(temporary.name)
        for kind, folder in PROFILES.items():
            (self.directory / kind).symlink_to(folder)


class BrokenFiles(WithProfiles):
    maxDiff = None

    def check(self, file):
        kind = file.stem.split("-")[1]
        if kind not in SITE_NAMING:
            return Checked(self.directory, file.name)
        site = self.directory / "site.toml"
        site.write_text(SITE_NAMING[kind].format(file=file))
        return Checked(self.directory, site)

    def test_there_are_at_least_forty(self):
        self.assertGreaterEqual(len(broken_files()), 40)

    def test_each_is_refused_with_the_expected_words(self):
        for file in broken_files():
            with self.subTest(file.name):
                checked = self.check(file)
                self.assertEqual((EX_CONFIG, ""), (checked.code, checked.errors))
                expected = file.with_suffix(".expected")
                if UPDATE:
                    expected.write_text(checked.said)
                self.assertEqual(expected.read_text(), checked.said)

    def test_no_expectation_is_left_without_its_file(self):
        files = {file.stem for file in broken_files()}
        self.assertEqual(files, {file.stem for file in HERE.glob("*.expected")})

    def test_each_message_has_a_place_and_a_remedy(self):
        for file in broken_files():
            for line in file.with_suffix(".expected").read_text().splitlines():
                with self.subTest(line):
                    self.assertRegex(line, r"^[\w./-]+\.toml:(\d+:\d+:)? .+: .+")


class ManyFiles(WithProfiles):
    def write(self, name, device):
        file = self.directory / name
        file.write_text(f'device = "{device}"\nboard = "simulated"\n[lines]\nsocket = "lines.sock"\n')
        return file

    def test_are_checked_in_one_run(self):
        good = [self.write(f"lift-{number}.toml", f"lift-{number}") for number in range(40)]
        checked = Checked(self.directory, *good)
        self.assertEqual(0, checked.code)
        self.assertEqual(40, checked.said.count(": good: "))

        checked = Checked(self.directory, *good, HERE / broken_files()[0].name)
        self.assertEqual(EX_CONFIG, checked.code)
        self.assertEqual(40, checked.said.count(": good: "))
        self.assertTrue(checked.said.endswith("1 of 41 files are wrong\n"))

    def test_cannot_have_one_device_id(self):
        checked = Checked(self.directory, self.write("a.toml", "lift-1"), self.write("b.toml", "lift-1"))
        self.assertEqual(EX_CONFIG, checked.code)
        self.assertIn("b.toml: device 'lift-1' is that of a.toml too: give each box its own id", checked.said)

    def test_that_cannot_be_read_say_why(self):
        checked = Checked(self.directory, "none.toml", HERE)
        self.assertEqual(EX_CONFIG, checked.code)
        self.assertIn("none.toml: there is no such file: correct the path", checked.said)
        self.assertIn(": is a directory: name the file in it", checked.said)

    @unittest.skipIf(os.getuid() == 0, "root may read everything")
    def test_that_may_not_be_read_say_why(self):
        file = self.write("secret.toml", "lift-1")
        file.chmod(0)
        checked = Checked(self.directory, file)
        self.assertEqual(EX_CONFIG, checked.code)
        self.assertIn("secret.toml: cannot be read (Permission denied): let the user", checked.said)


class GoodFiles(WithProfiles):
    def all(self):
        return [ROOT / "board/site.example.toml", *(file for folder in PROFILES.values() for file in folder.glob("*.toml"))]

    def test_are_toml_to_others_too(self):
        for file in self.all():
            with self.subTest(file.name):
                self.assertTrue(tomllib.loads(file.read_text()))

    def shown(self, file, *words):
        done = subprocess.run(
            [LIFTCTL, "config", "show", "--profiles", self.directory, *words, file],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        return done.stdout

    def test_are_shown_as_toml_that_means_the_same(self):
        example = ROOT / "board/site.example.toml"
        given = self.shown(example)
        self.assertEqual(tomllib.loads(example.read_text()), tomllib.loads(given))
        effective = self.shown(example, "--effective")
        copy = self.directory / "copy.toml"
        copy.write_text(effective)
        self.assertEqual(0, Checked(self.directory, copy).code)
        self.assertEqual(tomllib.loads(effective), tomllib.loads(self.shown(copy, "--effective")))

    def test_say_where_each_value_comes_from(self):
        shown = self.shown(ROOT / "board/site.example.toml", "--effective")
        self.assertRegex(shown, r"\ndoor_close_s = 240 +# site\.example\.toml:\d+\n")
        self.assertRegex(shown, r"\noutside_confirm_s = 90 +# default\n")
        self.assertRegex(shown, r'\n# signal = "door_zone" +# simulated\.toml:\d+\n')

    def test_show_a_profile_as_a_profile(self):
        example = ROOT / "board/site.example.toml"
        for part, file in (
            ("board", PROFILES["boards"] / "simulated.toml"),
            ("controller", PROFILES["controllers"] / "generic.toml"),
            ("region", PROFILES["regions"] / "national.toml"),
        ):
            with self.subTest(part):
                self.assertEqual(tomllib.loads(file.read_text()), tomllib.loads(self.shown(example, "--part", part)))

    def test_show_the_place_of_a_password_never_the_password(self):
        (self.directory / "password").write_text("swordfish\n")
        site = self.directory / "site.toml"
        site.write_text(
            'device = "box-1"\nboard = "simulated"\n[lines]\nsocket = "lines.sock"\n'
            '[broker]\nhost = "127.0.0.1"\nusername = "box"\npassword_file = "password"\n'
        )
        shown = self.shown(site, "--effective")
        self.assertIn(f'password_file = "{self.directory}/password"', shown)
        self.assertNotIn("swordfish", shown)


if __name__ == "__main__":
    unittest.main()
