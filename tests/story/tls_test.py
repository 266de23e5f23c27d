#!/usr/bin/python3
"""What an operator of certificates relies on, asked of the real programs and of mosquitto.

usage: tls_test.py BUILD_DIR [unittest's own words]
"""

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import judge
from lab.box import DEVICE
from lab.broker import TLS_LISTENER, free_port
from lab.processes import wait_until
from lab.town import Town

BUILD = Path(sys.argv.pop(1))
ROOT = Path(__file__).resolve().parents[2]
SECONDS = 40  # the box looks every 15 s, and connects within 10 s more

# The platform of the laboratory comes over the listener without TLS, and has no name.
ACCESS = "topic readwrite #\n" + (ROOT / "protocols/mqtt/mosquitto.acl").read_text()

SITE = """\
port = {port}
ca_file = "{ca}/ca.pem"
crl_file = "{ca}/crl.pem"
cert_file = "{ca}/box.pem"
key_file = "{ca}/box.key"
"""


class ABoxWithACertificate(unittest.TestCase):
    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="liftbox-tls-"))
        self.addCleanup(self.clean)
        self.ca = self.directory / "ca"
        self.make("--faulty", DEVICE)
        self.town = Town(BUILD, self.directory)
        self.addCleanup(self.town.stop)
        self.box = self.town.box
        self.port = port = free_port()
        (self.ca / "access").write_text(ACCESS)
        with (self.town.broker.directory / "mosquitto.conf").open("a") as conf:
            conf.write(TLS_LISTENER.format(acl=f"{self.ca}/access", port=port, ca=self.ca, server="server"))
        plain = f"port = {self.town.broker.port}\n"
        self.box.site.write_text(
            self.box.site.read_text().replace(plain, SITE.format(ca=self.ca, port=port))
        )

    def clean(self):
        self.assertEqual([], judge.left_running(self.directory))
        shutil.rmtree(self.directory)

    def make(self, *arguments):
        subprocess.run([ROOT / "scripts/make-test-ca", self.ca, *arguments], check=True, timeout=30)

    def give(self, certificate):
        for kind in ("pem", "key"):
            shutil.copyfile(self.ca / f"{certificate}.{kind}", self.ca / f"box.{kind}")

    def start_with(self, certificate):
        self.give(certificate)
        (self.ca / "box.key").chmod(0o640)
        self.town.start()
        self.box.wait_until_it_answers()

    def broker(self):
        return self.box.status()["broker"]

    def wait_until_connected(self):
        wait_until(lambda: self.broker()["connected"], SECONDS, lambda: f"not connected: {self.broker()}")

    def wait_until_it_says(self, words):
        """`liftctl status`, whose lines are cut where the terminal ends."""

        def says():
            shown = self.box.liftctl("status")[1]
            return words in " ".join(shown.split())

        wait_until(says, SECONDS, lambda: f"no '{words}' in:\n{self.box.liftctl('status')[1]}")

    def wait_for_record(self, kind):
        def come():
            self.town.platform.poll()
            return next(
                (one.record for one in self.town.platform.arrivals if one.record["type"] == kind), None
            )

        return wait_until(come, SECONDS, f"no record {kind}")

    def connections_of_the_box(self):
        log = (self.town.broker.directory / "mosquitto.log").read_text()
        return [line for line in log.splitlines() if "connected from" in line and f" as {DEVICE} " in line]

    def check(self):
        code, said, _ = self.box.liftctl("config", "check", str(self.box.site))
        return code, said.replace(str(self.ca), "CA").replace(str(self.box.site), "SITE")

    def test_are_read_when_the_site_file_is_checked(self):
        self.give(DEVICE)
        (self.ca / "box.key").chmod(0o640)
        self.assertEqual((0, 0), (self.check()[0], self.check()[1].count("CA/")))
        (self.ca / "box.key").chmod(0o644)
        self.assertIn("key_file CA/box.key: every user of this box can get at it; chmod 640", self.check()[1])
        for faulty, words in {
            "expired-box": "SITE: broker: the certificate 'lift-0001' (CA/box.pem) ended",
            "misnamed-box": "SITE: broker: cert_file CA/box.pem: is made out to 'another-box', not to",
        }.items():
            self.give(f"faulty/{faulty}")
            code, said = self.check()
            self.assertEqual(78, code, said)
            self.assertIn(words.replace("lift-0001", DEVICE), said)
        self.give("faulty/ending-box")
        code, said = self.check()
        self.assertEqual(0, code)
        self.assertRegex(said, r"warning: the certificate .* ends .*: (19|20) days are left; renew it")
        shutil.copyfile(self.ca / f"{DEVICE}.key", self.ca / "box.key")
        self.assertIn("key_file CA/box.key: does not belong to cert_file CA/box.pem", self.check()[1])
        (self.ca / "box.key").unlink()
        self.assertIn("key_file CA/box.key: there is no such file; put the box's key there", self.check()[1])

    def test_may_be_absent_on_the_desk_where_a_site_file_is_checked(self):
        shutil.rmtree(self.ca)
        code, said = self.check()
        self.assertEqual(0, code)
        self.assertIn("warning: its certificates are not on this machine (CA/ca.pem): check the file again", said)

    def test_takes_up_a_renewed_one_without_a_restart_and_says_when_it_ends(self):
        self.start_with(DEVICE)
        self.wait_until_connected()
        self.wait_for_record("started")
        self.assertEqual("OK", self.box.liftctl("status")[1].split()[0])
        self.assertEqual(1, len(self.connections_of_the_box()))
        self.assertIn(f"u'{DEVICE}'", self.connections_of_the_box()[0])

        self.give("faulty/ending-box")
        ending = self.wait_for_record("certificate_ending")
        self.assertEqual("notice", ending["severity"])
        self.assertEqual(
            ("certificate", DEVICE, "19"), tuple(ending["evidence"][name] for name in ("what", "name", "days_left"))
        )
        wait_until(lambda: len(self.connections_of_the_box()) == 2, SECONDS, "no second connection")
        self.wait_until_connected()
        self.wait_until_it_says(f"the certificate '{DEVICE}' ends")
        self.wait_until_it_says(f"-> renew {self.ca}/box.pem")
        self.box.process.require_running()
        self.assertEqual(1, len([row for row in self.box.rows() if row.type == "started"]))

    def test_detects_and_stores_while_its_certificate_is_not_its_own_and_publishes_once_it_is(self):
        self.start_with("faulty/misnamed-box")
        self.wait_until_it_says("is made out to 'another-box'")
        self.wait_until_it_says("-> give the box its own certificate, or correct 'device'")
        self.assertEqual(["started"], [row.type for row in self.box.rows()][:1])
        self.give(DEVICE)
        self.wait_until_connected()
        self.wait_for_record("started")

    def test_lets_a_box_write_below_its_own_root_only_and_read_its_own_commands_only(self):
        """The published rules, asked by mosquitto's own clients with certificates of two boxes and of a platform."""
        self.make("lift-a", "lift-b", "city")
        self.town.broker.start()

        def client(program, who, *arguments):
            files = ["--cafile", self.ca / "ca.pem", "--cert", self.ca / f"{who}.pem", "--key", self.ca / f"{who}.key"]
            return subprocess.run(
                [program, "-h", "localhost", "-p", str(self.port), "-V", "5", "-q", "1", *files, *arguments],
                capture_output=True,
                text=True,
                timeout=20,
                check=False,
            )

        def may_write(who, topic):
            said = client("mosquitto_pub", who, "-t", topic, "-m", "{}", "-d")
            return "PUBACK (Mid: 1, RC:0)" in said.stdout or "RC:16" in said.stdout

        def may_read(who, topic):
            client("mosquitto_pub", "city" if "/cmd/" in topic else "lift-b", "-t", topic, "-m", "{}", "-r")
            return client("mosquitto_sub", who, "-t", topic, "-C", "1", "-W", "2").stdout == "{}\n"

        for topic in ("status", "identity", "state", "record/alarm", "telemetry", "snapshot/e:7", "reply/1"):
            self.assertTrue(may_write("lift-a", f"lift/v1/lift-a/{topic}"), topic)
            self.assertFalse(may_write("lift-a", f"lift/v1/lift-b/{topic}"), topic)
        self.assertFalse(may_write("lift-a", "lift/v1/lift-a/cmd/ack"))
        self.assertFalse(may_write("lift-a", "lift/v1/lift-b/cmd/ack"))
        self.assertFalse(may_write("city", "lift/v1/lift-b/record/alarm"))
        self.assertTrue(may_write("city", "lift/v1/lift-b/cmd/ack"))
        self.assertTrue(may_read("lift-b", "lift/v1/lift-b/cmd/ack"))
        self.assertFalse(may_read("lift-a", "lift/v1/lift-b/cmd/ack"))
        self.assertFalse(may_read("lift-a", "lift/v1/lift-b/status"))
        self.assertTrue(may_read("city", "lift/v1/lift-b/status"))

    def test_leaves_a_broker_whose_certificate_was_revoked_meanwhile(self):
        self.start_with(DEVICE)
        self.wait_until_connected()
        self.make("--revoke", "server")
        wait_until(lambda: not self.broker()["connected"] and self.broker()["error"], SECONDS, "stays with it")
        self.wait_until_it_says("the broker's certificate was revoked by 'liftbox ca'")
        self.wait_until_it_says("-> somebody may pose as the broker: tell its operator")


if __name__ == "__main__":
    unittest.main()
