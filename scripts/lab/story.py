"""What a story does beyond its lift: its notes say when the box dies and when the broker is away."""

import time

DEAD_FOR = 1.0


class Director:
    """Follows the lift's list of what happened, and does what its notes say."""

    def __init__(self, lift, box, broker, hard=False):
        """`hard`: the broker does not end, it dies, and forgets."""
        self._lift = lift
        self._box = box
        self._restart_at = None
        self._deeds = {
            "kill-daemon": self.kill_box,
            "broker-off": broker.kill if hard else broker.stop,
            "broker-on": broker.start,
        }
        self.deaths = []  # of the box, wall time
        self.ended = False

    def follow(self):
        """What happened since the last call."""
        happenings = self._lift.happenings()
        for happening in happenings:
            if happening["what"] == "note" and (deed := self._deeds.get(happening["name"])):
                deed()
            self.ended = self.ended or happening["what"] == "story_ended"
        self._restart_box()
        return happenings

    def kill_box(self):
        if self._restart_at is None:
            self._box.kill()
            self.deaths.append(time.time())
            self._restart_at = time.monotonic() + DEAD_FOR

    def revive_box(self):
        """It does not stay dead."""
        if self._restart_at is not None:
            self._restart_at = None
            self._box.start()

    def _restart_box(self):
        if self._restart_at is None:
            self._box.process.require_running()
        elif time.monotonic() >= self._restart_at:
            self.revive_box()
