"""A gateway: QEMU's arm64 machine with Debian's kernel, a disk, a USB serial adapter and two ports for us."""

import base64
import contextlib
import json
import shlex
import socket
import subprocess
from pathlib import Path

from lab.processes import LabError, Process, wait_until

BOOT_SECONDS = 120
DISK_MEGABYTES = 64


class Port:
    """A Unix socket that QEMU listens at; what comes is taken line by line."""

    def __init__(self, path: Path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._socket.setblocking(False)
        self._got = b""

    def send(self, line: str):
        self._socket.setblocking(True)
        self._socket.sendall(line.encode() + b"\n")
        self._socket.setblocking(False)

    def lines(self):
        """The whole lines that came since the last call."""
        with contextlib.suppress(BlockingIOError):
            while chunk := self._socket.recv(65536):
                self._got += chunk
        *whole, self._got = self._got.split(b"\n")
        return [line.decode(errors="replace") for line in whole]

    def close(self):
        self._socket.close()


class Machine:
    def __init__(self, directory: Path, guest: Path):
        """`guest`: where make-kernel and make-image put kernel and initramfs."""
        directory.mkdir()
        self.console = directory / "console.log"
        self.disk = directory / "disk.ext4"
        self.boots = 0
        self._directory = directory
        self._guest = guest
        self._process = None
        self._ports = {}
        self._asked = 0
        with open(self.disk, "wb") as disk:
            disk.truncate(DISK_MEGABYTES << 20)
        subprocess.run(["/usr/sbin/mkfs.ext4", "-q", self.disk], check=True, timeout=60)

    def start(self):
        """Switches it on, and waits until it does what it is asked for."""
        self._close_ports()
        for name in ("qmp", "control", "lines"):
            self._path(name).unlink(missing_ok=True)
        self._process = Process("qemu", self._command(), self.console)
        for name in ("qmp", "control", "lines"):
            self._process.wait_until(self._path(name).exists, 20, f"has no port {name}")
            self._ports[name] = Port(self._path(name))
        self._qmp("qmp_capabilities")
        self.wait_until_booted()

    def wait_until_booted(self, seconds=BOOT_SECONDS):
        """Once more than before."""
        self._process.wait_until(
            lambda: self.console.read_text(errors="replace").count("init: ready") > self.boots,
            seconds,
            "does not come up",
        )
        self.boots += 1

    def require_running(self):
        self._process.require_running()

    def kill(self):
        """As a power cut."""
        self._process.kill()

    def power_off(self):
        if self._process.running:
            self._ports["control"].send("0 umount /var/lib/liftbox; poweroff -f")
            if self._process.wait(20) is None:
                raise LabError(f"the guest does not power off: see {self.console}")

    def stop(self):
        if self._process:
            self._process.stop()
        self._close_ports()

    def plug(self, bus: Path):
        """The USB serial adapter, its other end at the wire `bus`."""
        wire = {"type": "serial", "data": {"device": str(bus.resolve())}}
        self._qmp("chardev-add", id="bus", backend=wire)
        self._qmp("device_add", driver="usb-serial", id="adapter", chardev="bus", bus="xhci.0", port="1")

    def unplug(self):
        self._qmp("device_del", id="adapter")

        def without_wire():
            with contextlib.suppress(LabError):
                self._qmp("chardev-remove", id="bus")
                return True

        wait_until(without_wire, 10, "QEMU keeps the adapter")

    def set_level(self, offset, high):
        self._ports["lines"].send(f"{offset} pull-{'up' if high else 'down'}")

    def run(self, *words, seconds=30):
        """A command in the guest: (exit code, output with errors)."""
        return self.shell(shlex.join(str(word) for word in words), seconds)

    def shell(self, command, seconds=30):
        assert "\n" not in command
        self._asked += 1
        number = str(self._asked)
        port = self._ports["control"]
        port.send(f"{number} {command}")

        def answer():
            return next((line for line in port.lines() if line.partition(" ")[0] == number), None)

        said = self._process.wait_until(answer, seconds, f"does not answer to {command[:60]}")
        _, code, output = [*said.split(" "), ""][:3]
        return int(code), base64.b64decode(output).decode(errors="replace")

    def write_file(self, path, text):
        coded = base64.b64encode(text.encode()).decode()
        code, said = self.shell(f"echo {coded} | base64 -d >{path}")
        if code != 0:
            raise LabError(f"{path} cannot be written in the guest: {said}")

    def take_from_disk(self, name, target: Path):
        """A file of the disk of a machine that is off."""
        subprocess.run(
            ["/usr/sbin/debugfs", "-R", f"dump {name} {target}", self.disk],
            capture_output=True,
            check=True,
            timeout=60,
        )
        if not target.exists():
            raise LabError(f"the guest's disk has no {name}")

    def _path(self, name):
        return self._directory / name

    def _close_ports(self):
        for port in self._ports.values():
            port.close()
        self._ports = {}

    def _qmp(self, command, **arguments):
        port = self._ports["qmp"]
        port.send(json.dumps({"execute": command, "arguments": arguments}))

        def answer():
            said = [json.loads(line) for line in port.lines()]
            return next((one for one in said if "return" in one or "error" in one), None)

        said = self._process.wait_until(answer, 10, f"does not answer to {command}")
        if "error" in said:
            raise LabError(f"QEMU refuses {command}: {said['error']['desc']}")

    def _command(self):
        return [
            "qemu-system-aarch64",
            *(
                "-M",
                "virt",
                "-cpu",
                "cortex-a53",
                "-smp",
                "1",
                "-m",
                "512",
                "-nodefaults",
                "-display",
                "none",
            ),
            *("-kernel", self._guest / "kernel/vmlinuz", "-initrd", self._guest / "initramfs"),
            *("-append", "console=ttyAMA0 quiet panic=-1"),
            *("-serial", "stdio", "-monitor", "none", "-watchdog-action", "reset"),
            *("-qmp", f"unix:{self._path('qmp')},server=on,wait=off"),
            *(
                "-drive",
                f"file={self.disk},format=raw,if=none,id=disk",
                "-device",
                "virtio-blk-pci,drive=disk",
            ),
            *("-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile="),
            *("-device", "i6300esb", "-device", "qemu-xhci,id=xhci,addr=0xa", "-device", "virtio-serial-pci"),
            *self._port_arguments("control", 1),
            *self._port_arguments("lines", 2),
        ]

    def _port_arguments(self, name, number):
        return (
            *("-chardev", f"socket,id={name},path={self._path(name)},server=on,wait=off"),
            *("-device", f"virtserialport,chardev={name},name={name},nr={number}"),
        )
