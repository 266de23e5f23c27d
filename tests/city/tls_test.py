#!/usr/bin/python3
"""What a platform engineer relies on whose broker asks for certificates: asked of liftbox-city and of mosquitto with
the access rules that we publish.

usage: tls_test.py BUILD_DIR [unittest's own words]
"""

import shutil
import ssl
import subprocess
import tempfile
import unittest
from pathlib import Path

import paho.mqtt.client as mqtt

from boxes import ROOT as TOPICS
from boxes import Box
from lab.broker import TLS_LISTENER, Broker, free_port
from lab.postgres import Postgres
from lab.processes import wait_until
from lab.receiver import Receiver
from with_a_city import BUILD

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20

class AReceiverWithACertificate(unittest.TestCase):
    def setUp(self):
        self.directory = Path(tempfile.mkdtemp(prefix="liftbox-city-tls-"))
        self.addCleanup(shutil.rmtree, self.directory)
        self.ca = self.directory / "ca"
        make = [ROOT / "scripts/make-test-ca", self.ca, "--faulty", "lift-1", "city", "neighbour"]
        subprocess.run(make, check=True, timeout=30)

    def start(self, server="server", certificate="city"):
        """A broker with this certificate of its own, and a receiver with that one."""
        self.port = free_port()
        broker = Broker(self.directory / "broker")
        with (broker.directory / "mosquitto.conf").open("a") as conf:
            acl = ROOT / "protocols/mqtt/mosquitto.acl"
            conf.write(TLS_LISTENER.format(acl=acl, port=self.port, ca=self.ca, server=server))
        self.addCleanup(broker.stop)
        broker.start()
        self.postgres = Postgres(self.directory / "postgres")
        self.addCleanup(self.postgres.stop)
        self.postgres.start()
        self.receiver = Receiver(
            BUILD / "protocols/city/liftbox-city",
            self.directory / "city",
            self.port,
            self.postgres,
            tls=[
                *("--broker", f"mqtts://127.0.0.1:{self.port}"),
                *("--ca-file", self.ca / "ca.pem"),
                *("--cert-file", self.ca / f"{certificate}.pem", "--key-file", self.ca / f"{certificate}.key"),
            ],
        )
        self.addCleanup(self.receiver.stop)
        self.receiver.start()

    def log(self):
        return self.receiver.log.read_text(errors="replace")

    def wait_until_it_says(self, words):
        wait_until(lambda: words in self.log(), SECONDS, lambda: f"no '{words}' in:\n{self.log()}")

    def rows(self):
        return self.postgres.psql("SELECT count(*) FROM record").strip()

    def client(self, name):
        """Somebody with a certificate of that name, and the topics of what comes to it."""
        client = mqtt.Client(name, protocol=mqtt.MQTTv5)
        client.tls_set(
            self.ca / "ca.pem",
            self.ca / f"{name}.pem",
            self.ca / f"{name}.key",
            tls_version=ssl.PROTOCOL_TLS_CLIENT,
        )
        heard = []
        client.on_message = lambda _client, _data, message: heard.append(message.topic)
        client.connect("127.0.0.1", self.port)
        client.loop_start()
        self.addCleanup(client.loop_stop)
        self.addCleanup(client.disconnect)
        return client, heard

    def say_a_record(self, lift):
        box = Box("lift-1")
        box.make("notice", "mode_normal", "noted")
        topic, payload = box.message(1)
        lift.publish(topic, payload, qos=1).wait_for_publish(10)

    def test_takes_records_and_gives_receipts(self):
        self.start()
        self.receiver.wait_until_subscribed()
        lift, receipts = self.client("lift-1")
        lift.subscribe(f"{TOPICS}/lift-1/cmd/#", 1)
        self.say_a_record(lift)
        wait_until(lambda: receipts, SECONDS, lambda: f"no receipt; the receiver says:\n{self.log()}")
        self.assertEqual([f"{TOPICS}/lift-1/cmd/receipt"], receipts)
        self.assertEqual("1", self.rows())

    def test_does_not_speak_to_a_broker_that_is_another(self):
        for server in ("faulty/misnamed-server", "faulty/expired-server", "faulty/other-server"):
            with self.subTest(server):
                self.start(server)
                self.wait_until_it_says("check address, user and certificate")
                self.assertNotIn("subscribed", self.log())
                self.doCleanups()
                self.setUp()

    def test_is_not_let_in_by_a_certificate_of_another(self):
        self.start(certificate="faulty/revoked-box")
        self.wait_until_it_says("check address, user and certificate")

    def test_hears_nothing_by_the_certificate_of_a_box(self):
        self.start(certificate="neighbour")
        self.receiver.wait_until_subscribed()
        city, heard = self.client("city")
        city.subscribe(f"{TOPICS}/+/record/#", 1)
        self.say_a_record(self.client("lift-1")[0])
        wait_until(lambda: heard, SECONDS, "the city does not hear the record")
        self.assertEqual("0", self.rows())


if __name__ == "__main__":
    unittest.main(verbosity=2)
