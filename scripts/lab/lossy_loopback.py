"""A loopback of our own, on which packets of one port get lost. For root only."""

import ctypes
import os
import re
import subprocess

from lab.processes import LabError

CLONE_NEWNET = 0x40000000
NFT = "/usr/sbin/nft"
_libc = ctypes.CDLL(None, use_errno=True)


class LossyLoopback:
    """This process, and what it starts from now on, has no other network; made in the main thread, before others."""

    def __init__(self):
        if os.geteuid() != 0:
            raise LabError("only root can have a network of its own")
        if not os.access(NFT, os.X_OK):
            raise LabError(f"there is no {NFT}: install nftables")
        self._home = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        if _libc.unshare(CLONE_NEWNET) != 0:
            os.close(self._home)
            raise LabError(f"this kernel gives no network of our own: {os.strerror(ctypes.get_errno())}")
        try:
            self._run("ip", "link", "set", "lo", "up")
            self._run(NFT, "add table inet lossy")
            self._run(NFT, "add chain inet lossy input { type filter hook input priority 0; }")
            self._run(NFT, "add rule inet lossy input numgen random mod 100 < 1 accept")
        except LabError:
            self.stop()
            raise

    def lose(self, percent, port):
        """Of the packets of TCP to and from this port, each way."""
        for end in ("dport", "sport"):
            self._run(NFT, f"add rule inet lossy input tcp {end} {port} numgen random mod 100 < {percent} counter drop")

    def heal(self):
        """Returns how many packets were lost."""
        listed = self._run(NFT, "list table inet lossy")
        self._run(NFT, "flush table inet lossy")
        return sum(map(int, re.findall(r"counter packets (\d+)", listed)))

    def stop(self):
        """Back into the network of all; ours goes with its last process."""
        _libc.setns(self._home, CLONE_NEWNET)
        os.close(self._home)

    @staticmethod
    def _run(*words):
        done = subprocess.run(words, capture_output=True, text=True, timeout=10, check=False)
        if done.returncode != 0:
            raise LabError(f"{' '.join(words)}: {done.stderr.strip()}")
        return done.stdout
