"""`liftctl modbus`, asked of pymodbus and of the simulated lift; with nobody there, and with the daemon there.

usage: liftctl_modbus_test.py LIFTBOX_SIM LIFTCTL [unittest's own words]
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import tty
import unittest
from pathlib import Path

LIFTCTL = sys.argv.pop(2)

from simulator import Simulator, main  # reads the first word itself

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DONE, REFUSED, BAD_INPUT, BAD_CONFIG = 0, 1, 2, 78

PROFILE = """
name = "every kind"
[[register]]
signal = "car_speed"
address = 0
[[register]]
signal = "cabinet_temperature"
address = 1
type = "i16"
[[register]]
signal = "car_position"
address = 2
type = "i32"
[[register]]
signal = "car_direction"
address = 13
values = { 1 = "down" }
[[register]]
signal = "safety_chain"
address = 12
bit = 6
[[register]]
signal = "limit_top"
function = 1
address = 0
[[custom]]
name = "pressure"
address = 8
type = "f32"
unit_of_measure = "bar"
"""


class ForeignSlave:
    """pymodbus; ended by its own pid."""

    def __init__(self, wire):
        self.process = subprocess.Popen(
            ["/usr/bin/python3", HERE / "pymodbus_slave.py", wire], stdout=subprocess.PIPE, text=True
        )
        self.where = self.process.stdout.readline().strip()
        assert self.where, "pymodbus does not start"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class WithADirectory(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="liftctl-modbus-")
        self.addCleanup(self.temporary.cleanup)
        self.directory = Path(self.temporary.name)
        self.socket = self.directory / "control.sock"

    def modbus(self, *words):
        """(exit code, both outputs)"""
        done = subprocess.run(
            [LIFTCTL, "--socket", self.socket, "modbus", *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout

    def site(self, controller, profile):
        (self.directory / "every.toml").write_text(profile)
        file = self.directory / "site.toml"
        file.write_text(
            f'device = "box"\nboard = "simulated"\nwithout_entrapment = true\n'
            f'profiles_dir = "{self.profiles()}"\n[controller]\nprofile = "{self.directory}/every.toml"\n'
            f'response_timeout_ms = 2000\n{controller}\n[control]\nsocket = "{self.socket}"\n'
        )
        return file

    def profiles(self):
        """As the package puts them: one folder."""
        folder = self.directory / "profiles"
        if not folder.exists():
            folder.mkdir()
            (folder / "boards").symlink_to(ROOT / "board/profiles")
            for kind in ("controllers", "regions"):
                (folder / kind).symlink_to(ROOT / "protocols/profiles" / kind)
        return folder


class ByAddress(WithADirectory):
    def registers(self, *wire):
        code, said = self.modbus(*wire, "--timeout-ms", 2000, "--read", "holding", "0x0", 4)
        self.assertEqual(DONE, code, said)
        self.assertEqual(
            "address          hex   unsigned  signed  bits\n"
            "      0  0x0000  06d6      1750    1750  0000 0110 1101 0110\n"
            "      1  0x0001  ffce     65486     -50  1111 1111 1100 1110\n"
            "      2  0x0002  ffff     65535      -1  1111 1111 1111 1111\n"
            "      3  0x0003  cfc7     53191  -12345  1100 1111 1100 0111\n",
            said.split("\n", 1)[1],
        )
        return said.split("\n", 1)[0]

    def test_over_tcp(self):
        with ForeignSlave("tcp") as slave:
            wire = ("--tcp", f"127.0.0.1:{slave.where}")
            self.assertEqual(f"TCP 127.0.0.1:{slave.where}", self.registers(*wire))
            code, said = self.modbus(*wire, "--read", "coils", 0, 3)
            self.assertEqual((DONE, ["1", "0", "1"]), (code, [line.split()[-1] for line in said.split("\n")[2:5]]))
            code, said = self.modbus(*wire, "--read", "input", 0, 1)
            self.assertEqual((DONE, True), (code, " 002a        42 " in said))
            code, said = self.modbus(*wire, "--read", "holding", 5000, 1)
            self.assertEqual(REFUSED, code)
            self.assertIn("exception 02 to function 03 address 5000 count 1: the controller has no such address", said)
            code, said = self.modbus(*wire, "--read", "holding", 40003, 1)
            self.assertEqual(REFUSED, code)
            self.assertIn("manuals count from 40001: what they call 40003 is holding 2 on the wire", said)

    def test_over_a_serial_port(self):
        with ForeignSlave("rtu") as slave:
            self.assertEqual(
                f"RTU {slave.where} 19200 8E1",
                self.registers("--port", slave.where, "--parity", "even"),
            )

    def test_nobody_is_there(self):
        master, slave = os.openpty()
        tty.setraw(slave)
        try:
            code, said = self.modbus("--port", os.ttyname(slave), "--timeout-ms", 20, "--read", "holding", 0, 1)
        finally:
            os.close(master)
            os.close(slave)
        self.assertEqual(REFUSED, code)
        self.assertIn("no answer: check power, wiring (A/B), baud rate, parity, unit number", said)
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))  # and does not listen
            code, said = self.modbus("--tcp", f"127.0.0.1:{listener.getsockname()[1]}", "--read", "holding", 0, 1)
        self.assertEqual(BAD_CONFIG, code)
        self.assertIn("cannot open: Connection refused", said)

    def test_what_cannot_be_meant(self):
        for words, complaint in (
            ((), "--read needs kind, address and count"),
            (("--read", "holding", 0, 1), "say which bus: --config SITE, or --port"),
            (("--tcp", "a:0", "--read", "holding", 0, 1), "the port after the colon is 1 to 65535"),
            (("--tcp", "a", "--read", "outputs", 0, 1), "there is no kind 'outputs': give holding, input"),
            (("--tcp", "a", "--read", "holding", "0xg", 1), "'0xg' is no address: give 0 to 65535"),
            (("--tcp", "a", "--read", "holding", 0, 126), "'126' is no count: give 1 to 125"),
            (("--tcp", "a", "--read", "holding", 65535, 2), "2 from 65535 on go beyond address 65535"),
            (("--port", "/dev/x", "--baud", 9601, "--read", "holding", 0, 1), "9601"),
            (("--config", "site.toml", "--tcp", "a"), "--config names the bus already"),
        ):
            code, said = self.modbus(*words)
            self.assertEqual(BAD_INPUT, code, said)
            self.assertIn(complaint, said)


class BySiteFile(WithADirectory):
    def test_signals_decoded(self):
        with ForeignSlave("tcp") as slave:
            code, said = self.modbus("--config", self.site(f'tcp = {{ host = "127.0.0.1", port = {slave.where} }}', PROFILE))
        self.assertEqual(REFUSED, code, said)  # of one register nobody knows what it holds
        lines = said.split("\n")
        self.assertEqual(f"TCP 127.0.0.1:{slave.where}", lines[0])
        self.assertEqual("unit 1 controller, profile every kind: 7 registers in 2 requests", lines[1])
        rows = {line.split()[0]: line for line in lines[2:] if line}
        self.assertEqual(
            "car_speed                1750 mm/s        06d6       holding 0 (0x0000)", rows["car_speed"]
        )
        self.assertIn(" -5.0 degC ", rows["cabinet_temperature"])
        self.assertIn(" -12345 mm        ffff cfc7  holding 2 (0x0002)", rows["car_position"])
        self.assertIn(" yes              0140       holding 12 (0x000c) bit 6", rows["safety_chain"])
        self.assertIn(" yes              1          coil 0 (0x0000)", rows["limit_top"])
        self.assertIn(" bar ", rows["custom.pressure"])
        self.assertIn(" ?                0002       holding 13 (0x000d): cannot be, look at", rows["car_direction"])

    def test_a_hole_in_the_map_hides_nothing(self):
        hole = '\n[[register]]\nsignal = "floor"\naddress = 14\n'
        profile = PROFILE.replace('values = { 1 = "down" }', 'values = { 2 = "down" }')
        with ForeignSlave("tcp") as slave:
            tcp = f'tcp = {{ host = "127.0.0.1", port = {slave.where} }}'
            code, whole = self.modbus("--config", self.site(tcp, profile))
            self.assertEqual(DONE, code, whole)
            code, said = self.modbus("--config", self.site(tcp, profile + hole))
        self.assertEqual(REFUSED, code)
        self.assertIn("exception 02 to function 03 address 14 count 1: the controller has no such address", said)
        self.assertLessEqual(set(whole.split("\n")[2:]), set(said.split("\n")))

    def test_the_simulated_lift(self):
        profile = (ROOT / "protocols/profiles/controllers/generic.toml").read_text()
        with Simulator() as simulator:
            site = self.site(f'rtu = {{ device = "{simulator.link}" }}', profile)
            code, said = self.modbus("--config", site)
        self.assertEqual(DONE, code, said)
        self.assertRegex(said, r"\nservice_mode +normal +0001 +holding 0 \(0x0000\)\n")
        self.assertRegex(said, r"\ncar_moving +no +\w+ +holding 8 \(0x0008\) bit 0\n")

    def test_a_silent_unit_is_told_of_once(self):
        master, slave = os.openpty()
        tty.setraw(slave)
        try:
            site = self.site(f'rtu = {{ device = "{os.ttyname(slave)}" }}', PROFILE)
            site.write_text(site.read_text().replace("2000", "20"))
            code, said = self.modbus("--config", site)
        finally:
            os.close(master)
            os.close(slave)
        self.assertEqual(REFUSED, code)
        self.assertEqual(1, said.count("no answer: check power"))

    def test_the_daemon_reads_that_port(self):
        master, slave = os.openpty()
        device = os.ttyname(slave)
        status = {"sources": [{"name": "controller", "detail": f"RTU {device} 19200 8N1 unit 1"}]}
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(self.socket))
        listener.listen()

        def answer():
            connection, _ = listener.accept()
            with connection, connection.makefile("rw") as lines:
                question = json.loads(lines.readline())
                lines.write(json.dumps({"jsonrpc": "2.0", "id": question["id"], "result": status}) + "\n")
                lines.flush()

        daemon = threading.Thread(target=answer)
        daemon.start()
        try:
            code, said = self.modbus("--port", device, "--read", "holding", 0, 1)
        finally:
            daemon.join()
            listener.close()
            os.close(master)
            os.close(slave)
        self.assertEqual(BAD_INPUT, code)
        self.assertIn(f"liftboxd reads {device} now: `liftctl signals` shows its values", said)


if __name__ == "__main__":
    main()
