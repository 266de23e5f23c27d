"""mbpoll, a foreign master, reads what the log says."""

import re
import subprocess
import unittest

from simulator import Simulator, main

# Up to 2 without passengers, who press and ride from there; a technician at the end.
STORY = """
0.1 trip 2 4 2
9   technician-arrives
"""


def mbpoll(*arguments):
    """The ten registers."""
    done = subprocess.run(["mbpoll", "-0", "-r", "0", "-c", "10", "-1", *arguments], capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)
    # 65535 is shown as "65535 (-1)"
    values = [int(value) for value in re.findall(r"^\[\d+\]:\s+(\d+)", done.stdout, re.MULTILINE)]
    assert len(values) == 10, done.stdout
    return values


class Mbpoll(unittest.TestCase):
    def follow(self, simulator, *wire):
        registers = mbpoll(*wire)
        self.assertEqual(registers[0], 1, "normal operation")
        stop = simulator.wait_for("car_stopped")
        registers = mbpoll(*wire)
        self.assertEqual(registers[5], stop["floor"])
        self.assertEqual(registers[3] << 16 | registers[4], stop["height_mm"])
        self.assertEqual(registers[2], 0)
        self.assertEqual(registers[8] & 1, 0, "it stands")
        simulator.wait_for("person_entered")
        self.assertGreaterEqual(mbpoll(*wire)[6], 50)
        change = simulator.wait_for("mode_changed")
        self.assertEqual((change["mode"], mbpoll(*wire)[0]), ("inspection", 2))
        self.assertEqual(simulator.terminate(), 0)
        end = simulator.happenings("story_ended")[0]
        self.assertEqual((end["modbus_requests"], end["modbus_writes_refused"]), (4, 0))

    def test_rtu(self):
        with Simulator(STORY) as simulator:
            self.follow(simulator, "-m", "rtu", "-b", "19200", "-P", "none", str(simulator.link))

    def test_tcp(self):
        with Simulator(STORY, tcp=True) as simulator:
            host, port = simulator.modbus.split(":")
            self.follow(simulator, "-m", "tcp", "-p", port, host)


if __name__ == "__main__":
    main()
