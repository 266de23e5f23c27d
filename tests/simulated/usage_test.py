"""How it starts, ends, and says what is wrong."""

import datetime
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

from simulator import PROGRAM, Simulator, main


def run(*arguments):
    """Exit code and what it complains of."""
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=20)
    return done.returncode, done.stderr


class Start(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="liftbox-sim-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)

    def assert_refused(self, complaint, *arguments):
        code, said = run("--seconds", "0.1", *arguments)
        self.assertEqual(code, 2, said)
        self.assertIn(complaint, said)

    def story(self, text):
        file = self.directory / "a.story"
        file.write_text(text)
        return file

    def test_a_mistake_in_the_story_is_named_with_its_line(self):
        story = self.story("1 trip 1 2 1\n\n2 dance\n")
        self.assert_refused(f"{story}:3: \"dance\" is unknown; there are trip, ", "--story", story)

    def test_what_is_impossible_ends_it_with_the_line(self):
        story = self.story("0.1 press-alarm 2\n")
        code, said = run("--seconds", "5", "--story", story)
        self.assertEqual(code, 2)
        self.assertIn(f"{story}:1: impossible at this moment: nobody is in the car", said)

    def test_a_story_that_is_not_there(self):
        self.assert_refused("cannot be read; give --story the path", "--story", self.directory / "none")

    def test_a_port_in_use(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.assert_refused("give --tcp another port", "--tcp", f"127.0.0.1:{taken.getsockname()[1]}")

    def test_no_address(self):
        for text in ("1502", "127.0.0.1", "127.0.0.1:high", "127.0.0.1:70000", "somewhere:1"):
            self.assert_refused("write --tcp like 127.0.0.1:1502", "--tcp", text)

    def test_a_socket_that_is_served_is_left_alone(self):
        with Simulator() as first:
            self.assert_refused("somebody serves it", "--lines", first.lines)
            self.assertTrue(first.lines.is_socket())

    def test_a_socket_that_was_left_behind_is_replaced(self):
        path = self.directory / "left"
        left = socket.socket(socket.AF_UNIX)
        left.bind(str(path))
        left.close()
        self.assertEqual(run("--seconds", "0.1", "--lines", path), (0, ""))

    def test_a_file_is_replaced_by_no_link_and_no_socket(self):
        file = self.directory / "precious"
        file.write_text("kept")
        self.assert_refused("is no link", "--link", file)
        self.assert_refused("is no socket", "--lines", file)
        self.assertEqual(file.read_text(), "kept")

    def test_a_directory_that_is_not_there(self):
        for option in ("--link", "--lines", "--log"):
            self.assert_refused(option, option, self.directory / "none" / "x")

    def test_wrong_options(self):
        self.assert_refused("--baud", "--baud", "fast")
        self.assert_refused("--tcp", "--tcp", "127.0.0.1:0", "--link", self.directory / "bus")


class End(unittest.TestCase):
    def test_it_leaves_nothing_behind(self):
        with Simulator() as simulator:
            self.assertTrue(simulator.link.is_symlink())
            self.assertEqual(str(simulator.link.readlink()), simulator.modbus)
            self.assertEqual(simulator.terminate(), 0)
            self.assertFalse(simulator.link.is_symlink())
            self.assertFalse(simulator.lines.exists())
            self.assertEqual(simulator.happenings()[-1]["what"], "story_ended")

    def test_it_ends_with_its_story(self):
        with Simulator("0.3 note first\n0.5 end\n") as simulator:
            self.assertEqual(simulator.process.wait(20), 0)
            note, end = simulator.happenings()
            self.assertEqual((note["what"], note["name"], note["story_s"]), ("note", "first", 0.3))
            self.assertEqual((end["what"], end["story_s"]), ("story_ended", 0.5))
            self.assertEqual(end["monotonic_ms"] - note["monotonic_ms"], 200)
            wall = datetime.datetime.fromisoformat(note["time"].replace("Z", "+00:00"))
            age = datetime.datetime.now(datetime.timezone.utc) - wall
            self.assertLess(age, datetime.timedelta(seconds=30))


if __name__ == "__main__":
    main()
