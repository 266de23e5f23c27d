"""Many boxes in one: they make records as agents do, keep them until they have a receipt, and write down what they
made. Nothing is taken from the agent: this is what the city's database is held against."""

import contextlib
import hashlib
import json
import queue
import random
import socket
import time
import uuid

import paho.mqtt.client as mqtt

ROOT = "lift/v1"
NO_HASH = "0" * 64
WINDOW = 20  # messages that are not accepted yet, of one client
AGAIN_AFTER = 5.0  # accepted, and no receipt: what takes an agent ten minutes
STATE_EVERY = 1.0
KINDS = (
    ("fault", "door_close_fault", "raised"),
    ("fault", "door_close_fault", "cleared"),
    ("notice", "mode_normal", "noted"),
    ("notice", "started", "noted"),
    ("alarm", "alarm_button", "raised"),
    ("stats", "statistics_hour", "noted"),
)


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%S.000+00:00", time.gmtime())


def canonical(record):
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Box:
    """One diary of one box."""

    def __init__(self, device, epoch=None):
        self.device = device
        self.epoch = epoch or str(uuid.uuid4())
        self.log = []  # (seq, hash) of every record that was made
        self.waiting = {}  # seq -> (topic, bytes, hash): no receipt yet
        self.sent = {}  # seq -> when

    def make(self, severity, kind, phase, **members):
        seq = len(self.log) + 1
        record = {
            "v": 1,
            "device": self.device,
            "epoch": self.epoch,
            "seq": seq,
            "prev": self.log[-1][1] if self.log else NO_HASH,
            "boot": "11111111-2222-4333-8444-555555555555",
            "mono_ms": seq * 1000,
            "time": now(),
            "clock": "synced",
            "lift": "31105000012345678901",
            "type": kind,
            "phase": phase,
            "severity": severity,
            "confidence": "certain",
            "incident": f"{self.epoch}:{seq}",
            "evidence": {"text": "困人 \\ \t \u0000 \u2028 \"quoted\""},
            "snapshot": {},
            **members,
        }
        content = canonical(record)
        digest = hashlib.sha256(content.encode()).hexdigest()
        self.log.append((seq, digest))
        self.waiting[seq] = (f"{ROOT}/{self.device}/record/{severity}", content, digest)
        return record

    @property
    def low(self):
        return min(self.waiting, default=len(self.log) + 1)

    def due(self):
        """The seq to send now, if any."""
        late = time.monotonic() - AGAIN_AFTER
        return next((seq for seq in self.waiting if self.sent.get(seq, 0.0) <= late), None)

    def message(self, seq):
        topic, content, digest = self.waiting[seq]
        self.sent[seq] = time.monotonic()
        return topic, f'{{"hash":"{digest}","low":{self.low},"record":{content}}}'

    def obey(self, name, command):
        if command["epoch"] != self.epoch:
            return
        if name == "receipt":
            ranges = [[1, command["upto"]], *command["ranges"]]
            for seq in list(self.waiting):
                if any(first <= seq <= last for first, last in ranges):
                    del self.waiting[seq]
        elif name == "resend":
            for seq in list(self.waiting):
                if command["from"] <= seq <= command["to"]:
                    self.sent.pop(seq, None)


class Fleet:
    """Boxes that share a connection, which breaks now and then. `step()` must be called often."""

    def __init__(self, port, boxes, seed):
        self.boxes = boxes
        self.outages = 0
        self._random = random.Random(seed)
        self._port = port
        self._in_flight = set()
        self._events = queue.SimpleQueue()
        self._state_due = 0.0
        self._back_at = 0.0
        self._client = None
        self._of = {box.device: [] for box in boxes}
        for box in boxes:
            self._of[box.device].append(box)

    def connect(self):
        client = mqtt.Client(f"fleet-{uuid.uuid4()}", protocol=mqtt.MQTTv5)
        topics = [(f"{ROOT}/{device}/cmd/#", 1) for device in self._of]
        client.on_connect = lambda client, *_: client.subscribe(topics)  # again, when it has come back by itself
        client.on_message = lambda _client, _data, message: self._events.put(message)
        client.on_publish = lambda _client, _data, mid: self._events.put(mid)
        try:
            client.connect("127.0.0.1", self._port, 30)
        except OSError:
            return
        client.loop_start()
        self._client = client

    def outage(self, seconds):
        """The network goes, without a word to the broker."""
        self.outages += 1
        self._back_at = time.monotonic() + seconds
        if self._client:
            with contextlib.suppress(OSError, AttributeError):
                self._client.socket().shutdown(socket.SHUT_RDWR)
            self._leave()

    def _leave(self):
        client, self._client = self._client, None
        client.loop_stop()
        self._in_flight.clear()

    def step(self):
        self._hear()
        if self._client and not self._client.is_connected() and self._client.socket() is None:
            self._leave()
        if not self._client and time.monotonic() >= self._back_at:
            self._back_at = time.monotonic() + 0.3
            self.connect()
        if self._client and self._client.is_connected():
            self._send()

    def _hear(self):
        while not self._events.empty():
            event = self._events.get()
            if isinstance(event, int):
                self._in_flight.discard(event)
                continue
            _, _, device, _, name = event.topic.split("/")
            for box in self._of[device]:
                box.obey(name, json.loads(event.payload))

    def _send(self):
        if time.monotonic() >= self._state_due:
            self._state_due = time.monotonic() + STATE_EVERY
            for boxes in self._of.values():
                self._publish(f"{ROOT}/{boxes[-1].device}/state", json.dumps({"v": 1, "low": boxes[-1].low}), retain=True)
        for box in self._random.sample(self.boxes, len(self.boxes)):
            while len(self._in_flight) < WINDOW and (seq := box.due()):
                self._publish(*box.message(seq))

    def _publish(self, topic, payload, retain=False):
        self._in_flight.add(self._client.publish(topic, payload, qos=1, retain=retain).mid)

    def make(self):
        return self._random.choice(self.boxes).make(*self._random.choice(KINDS))

    def stop(self):
        if self._client:
            self._leave()

    @property
    def made(self):
        return sum(len(box.log) for box in self.boxes)

    @property
    def waiting(self):
        return sum(len(box.waiting) for box in self.boxes)
