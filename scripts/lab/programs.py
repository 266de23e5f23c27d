"""Where the build tree has the programs."""

import dataclasses
import os
from pathlib import Path

from lab.processes import LabError

ROOT = Path(__file__).resolve().parents[2]


@dataclasses.dataclass(frozen=True)
class Programs:
    liftboxd: Path
    liftctl: Path
    lift: Path
    root: Path = ROOT

    @staticmethod
    def of(build: Path):
        build = build.resolve()
        programs = Programs(
            build / "agent/liftboxd", build / "agent/cli/liftctl", build / "drivers/simulated/liftbox-sim"
        )
        for program in (programs.liftboxd, programs.liftctl, programs.lift):
            if not os.access(program, os.X_OK):
                raise LabError(f"there is no {program}: build it with cmake --build {build}")
        return programs


DEMO = ROOT / "drivers/simulated/stories/demo.story"
