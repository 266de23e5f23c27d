"""A small city platform: takes records as any platform would, checks them, and gives receipts."""

import collections
import dataclasses
import datetime
import hashlib
import json
import queue
import time
import uuid

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from lab.processes import LabError

TOPIC_ROOT = "lift/v1"
RECEIPT_EVERY = 1.0
GAP_PATIENCE = 4.0  # a record of a lesser class may come later than those with a higher number
ASK_AGAIN = 10.0
LARGEST_LOSS = 1000
SESSION_SECONDS = 3600
NO_HASH = "0" * 64


def canonical(record):
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def now_rfc3339():
    return datetime.datetime.now().astimezone().isoformat(timespec="milliseconds")


@dataclasses.dataclass(frozen=True)
class Received:
    """A record, once: `content` is its canonical bytes."""

    device: str
    record_class: str
    record: dict
    content: bytes
    hash: str
    at: float  # wall time of its arrival
    asked_for: bool  # it filled a gap, so it comes out of order

    @property
    def diary(self):
        return self.device, self.record["epoch"]

    @property
    def seq(self):
        return self.record["seq"]


@dataclasses.dataclass
class Diary:
    """What is known of one epoch of one device."""

    records: dict = dataclasses.field(default_factory=dict)  # seq -> Received
    owes_receipt: bool = False
    gap_since: float | None = None
    asked: list = dataclasses.field(default_factory=list)  # (first, last, monotonic time)

    @property
    def missing(self):
        return [seq for seq in range(1, max(self.records, default=0) + 1) if seq not in self.records]

    def was_asked_for(self, seq):
        return any(
            first <= seq <= last and time.monotonic() - at < ASK_AGAIN for first, last, at in self.asked
        )

    def ranges(self):
        """Runs of numbers that are there, [first, last]."""
        runs = []
        for seq in sorted(self.records):
            if runs and seq == runs[-1][1] + 1:
                runs[-1][1] = seq
            else:
                runs.append([seq, seq])
        return runs


class Platform:
    def __init__(self, port, gives_receipts=True):
        self.gives_receipts = gives_receipts
        self.diaries = collections.defaultdict(Diary)
        self.arrivals = []  # Received, in the order of their first coming
        self.repeats = 0
        self.complaints = []  # what a platform must never see
        self.statuses = []  # (wall time, device, payload)
        self._messages = queue.SimpleQueue()
        self._receipts_due = 0.0
        self._port = port
        self._client = mqtt.Client("liftbox-city", protocol=mqtt.MQTTv5)
        self._client.reconnect_delay_set(1, 2)
        self._client.on_connect = self._subscribe
        self._client.on_message = lambda _client, _data, message: self._messages.put(message)

    def start(self):
        keep_session = Properties(PacketTypes.CONNECT)
        keep_session.SessionExpiryInterval = SESSION_SECONDS
        try:
            self._client.connect("127.0.0.1", self._port, 30, clean_start=False, properties=keep_session)
        except OSError as error:
            raise LabError(f"the platform cannot reach the broker at port {self._port}: {error}") from None
        self._client.loop_start()

    def stop(self):
        self._client.disconnect()
        self._client.loop_stop()

    def poll(self):
        """Takes what has come; returns the records that are new. Receipts and questions go out from here."""
        fresh = []
        while not self._messages.empty():
            message = self._messages.get()
            device, _, kind = message.topic.removeprefix(TOPIC_ROOT + "/").partition("/")
            if kind == "status":
                self._take_status(device, json.loads(message.payload))
            elif record := self._take(device, kind.removeprefix("record/"), message.payload):
                fresh.append(record)
        self._give_receipts()
        self._ask_for_gaps()
        return fresh

    def command(self, device, name, **content):
        command = {"id": str(uuid.uuid4()), "issued": now_rfc3339(), "by": "liftbox-city", **content}
        self._client.publish(f"{TOPIC_ROOT}/{device}/cmd/{name}", json.dumps(command), qos=1)

    def acknowledge(self, device, incident):
        self.command(device, "ack", incident=incident)

    def ask(self, device, epoch, first, last):
        """To be sent these again."""
        self.diaries[device, epoch].asked.append((first, last, time.monotonic()))
        self.command(device, "resend", epoch=epoch, **{"from": first, "to": last})

    def _subscribe(self, client, *_):
        client.subscribe([(f"{TOPIC_ROOT}/+/record/#", 1), (f"{TOPIC_ROOT}/+/status", 1)])

    def _take_status(self, device, status):
        """A broker may have lost what it accepted: who comes online is asked for what follows ours."""
        self.statuses.append((time.time(), device, status))
        if not status["online"]:
            return
        for (whose, epoch), diary in list(self.diaries.items()):
            if whose == device:
                newest = max(diary.records, default=0)
                self.ask(device, epoch, newest + 1, newest + LARGEST_LOSS)

    def _take(self, device, record_class, payload):
        try:
            envelope = json.loads(payload)
            record = envelope["record"]
            diary, seq = self.diaries[device, record["epoch"]], record["seq"]
        except (ValueError, KeyError, TypeError) as error:
            return self._complain(f"{device}: no record: {error!r} in {payload[:80]!r}")
        content = canonical(record)
        digest = hashlib.sha256(content).hexdigest()
        if digest != envelope["hash"] or not payload.endswith(b',"record":' + content + b"}"):
            return self._complain(f"{device}: seq {seq} is not what its hash says")
        if record["device"] != device:
            return self._complain(f"seq {seq} of {record['device']} came from {device}")
        diary.owes_receipt = True
        if seq in diary.records:
            self.repeats += 1
            if diary.records[seq].hash != digest:
                self._complain(f"{device}: seq {seq} came twice with different content")
            return None
        received = Received(
            device, record_class, record, content, digest, time.time(), diary.was_asked_for(seq)
        )
        diary.records[seq] = received
        self.arrivals.append(received)
        self._check_chain(diary, seq)
        return received

    def _complain(self, what):
        self.complaints.append(what)

    def _check_chain(self, diary, seq):
        """Against its neighbours: they may come in any order."""
        for later in (seq, seq + 1):
            if later not in diary.records:
                continue
            before = diary.records.get(later - 1)
            expected = NO_HASH if later == 1 else before and before.hash
            if expected and diary.records[later].record["prev"] != expected:
                self._complain(f"{diary.records[later].device}: seq {later} does not follow seq {later - 1}")

    def _give_receipts(self):
        if (
            not self.gives_receipts
            or time.monotonic() < self._receipts_due
            or not self._client.is_connected()
        ):
            return
        self._receipts_due = time.monotonic() + RECEIPT_EVERY
        for (device, epoch), diary in self.diaries.items():
            if not diary.owes_receipt:
                continue
            diary.owes_receipt = False
            ranges = diary.ranges()
            upto = ranges.pop(0)[1] if ranges[0][0] == 1 else 0
            self.command(device, "receipt", epoch=epoch, upto=upto, ranges=ranges)

    def _ask_for_gaps(self):
        now = time.monotonic()
        for (device, epoch), diary in self.diaries.items():
            missing = diary.missing
            if not missing:
                diary.gap_since = None
                continue
            if diary.gap_since is None:
                diary.gap_since = now
            if now - diary.gap_since < GAP_PATIENCE or diary.was_asked_for(missing[0]):
                continue
            self.ask(device, epoch, missing[0], missing[-1])
