"""What the daemon writes to its flash in a day: an idle lift, and one that never rests.

usage: PYTHONPATH=scripts python3 -m lab.flash --build BUILD [--minutes N]     on a disk, not on a tmpfs

Counted is `write_bytes` of /proc/PID/io: pages that the kernel sent to the disk for the process. What the file system
writes for itself (its journal) is not in it; a second column says how much the whole disk was written to meanwhile,
by whomever.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from lab.programs import ROOT
from lab.town import Town

WARM_UP_SECONDS = 30
DAY_SECONDS = 86_400
SECTOR = 512


def written_by(pid):
    for line in Path(f"/proc/{pid}/io").read_text().splitlines():
        if line.startswith("write_bytes:"):
            return int(line.split()[1])
    raise SystemExit("this kernel does not count what a process writes (CONFIG_TASK_IO_ACCOUNTING)")


def written_to_disk(directory):
    device = os.stat(directory).st_dev
    stat = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}/stat")
    return int(stat.read_text().split()[6]) * SECTOR if stat.exists() else 0


def measure(build, story, minutes):
    with tempfile.TemporaryDirectory(prefix="liftbox-flash-") as place:
        town = Town(build, Path(place), story)
        try:
            town.start()
            town.box.wait_until_it_answers()
            time.sleep(WARM_UP_SECONDS)
            pid = town.box.process.pid
            before, disk = written_by(pid), written_to_disk(place)
            began = time.monotonic()
            while time.monotonic() - began < minutes * 60:
                town.step()
            seconds = time.monotonic() - began
            written, all_written = written_by(pid) - before, written_to_disk(place) - disk
            rows = len(town.box.rows())
        finally:
            town.stop()
    day = DAY_SECONDS / seconds
    return written * day, all_written * day, rows


def main():
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--build", type=Path, required=True)
    options.add_argument("--minutes", type=float, default=10)
    given = options.parse_args()
    print(f"{'lift':<10} {'MB a day':>9} {'whole disk':>11} {'records':>8}   in {given.minutes:g} min")
    for name, story in (("idle", None), ("busy", ROOT / "drivers/simulated/stories/traffic.story")):
        process, disk, rows = measure(given.build, story, given.minutes)
        print(f"{name:<10} {process / 1e6:>9.0f} {disk / 1e6:>11.0f} {rows:>8}", flush=True)


if __name__ == "__main__":
    main()
