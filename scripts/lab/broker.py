"""A mosquitto of our own on loopback."""

import os
import random
import socket
from pathlib import Path

from lab.processes import LabError, Process

START_SECONDS = 10


def _takes_connections(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port():
    """Below the ports that the kernel hands out by itself: nobody takes it while the broker is away."""
    for port in random.SystemRandom().sample(range(20000, 32000), 100):
        if _is_free(port):
            return port
    raise LabError("no free port between 20000 and 32000 on 127.0.0.1: end what listens there")


KEEPING = ("persistence true", "persistence_location {sessions}", "max_queued_messages 0")


# For `mosquitto.conf`, beside the plain one; `ca` is what scripts/make-test-ca made.
TLS_LISTENER = """\
acl_file {acl}
listener {port} 127.0.0.1
cafile {ca}/ca.pem
crlfile {ca}/crl.pem
certfile {ca}/{server}.pem
keyfile {ca}/{server}.key
tls_version tlsv1.2
require_certificate true
use_identity_as_username true
"""


class Broker:
    def __init__(self, directory: Path, port=None, settings=KEEPING):
        """`settings`: what it keeps for those who are away; () is mosquitto's own, which keeps little."""
        self.directory = directory
        self.port = port or free_port()
        self.process = None
        (directory / "sessions").mkdir(parents=True)
        self._config = directory / "mosquitto.conf"
        self._config.write_text(
            f"listener {self.port} 127.0.0.1\n"
            "allow_anonymous true\n"
            + "".join(line.format(sessions=f"{directory}/sessions/") + "\n" for line in settings)
            + "log_dest stderr\n"
            + ("user root\n" if os.geteuid() == 0 else "")
        )

    def start(self):
        if not _is_free(self.port):
            raise LabError(f"port {self.port} is in use: end what listens there, or give another --port")
        self.process = Process(
            "mosquitto", ["/usr/sbin/mosquitto", "-c", self._config], self.directory / "mosquitto.log"
        )
        self.process.wait_until(lambda: _takes_connections(self.port), START_SECONDS, "takes no connections")

    def revive(self):
        """If it is away."""
        if not (self.process and self.process.running):
            self.start()

    def stop(self):
        if self.process:
            self.process.stop()

    def kill(self):
        """It loses what it holds for those who are not connected."""
        self.process.kill()
        for session in (self.directory / "sessions").iterdir():
            session.unlink()
