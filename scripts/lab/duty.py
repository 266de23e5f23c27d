"""Somebody at the platform who takes note of alarms."""

import time

REACTS_AFTER = 6.0
AGAIN_AFTER = 5.0  # the box may have been away: commands are not kept for it


class DutyOfficer:
    """Acknowledges each confirmed entrapment, until the box has recorded that."""

    def __init__(self, platform):
        self._platform = platform
        self._due = {}  # (device, incident) -> monotonic time

    def hear(self, received):
        incident = received.device, received.record["incident"]
        phase = received.record["phase"]
        if received.record["type"] == "entrapment" and phase == "confirmed":
            self._due.setdefault(incident, time.monotonic() + REACTS_AFTER)
        elif phase in ("acknowledged", "cleared"):
            self._due.pop(incident, None)

    def act(self):
        for incident, due in self._due.items():
            if time.monotonic() >= due:
                self._due[incident] = time.monotonic() + AGAIN_AFTER
                self._platform.acknowledge(*incident)
