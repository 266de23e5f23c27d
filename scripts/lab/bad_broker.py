"""Brokers that no real one can be made to be: each answers every packet of MQTT 3.1.1 and 5 as badly as it can."""

import asyncio
import collections
import random

from lab.event_loop import EventLoop

CONNECT, PUBLISH, SUBSCRIBE, PINGREQ = 1, 3, 8, 12
QUOTA_EXCEEDED = 0x97
HANG_UP = None


class Packet:
    def __init__(self, first, body, version):
        self.kind = first >> 4
        self.qos = first >> 1 & 3
        self.body = body
        self.version = body[6] if self.kind == CONNECT else version

    @property
    def topic(self):
        return self.body[2 : 2 + int.from_bytes(self.body[:2], "big")].decode()

    @property
    def id(self):
        """Of a PUBLISH it stands behind the topic."""
        at = 2 + len(self.topic.encode()) if self.kind == PUBLISH else 0
        return self.body[at : at + 2]


def acknowledges_no_record(packet):
    """It is there, answers every question, and takes nothing."""
    no_properties = b"\0" * (packet.version == 5)
    if packet.kind == CONNECT:
        return packed(0x20, b"\0\0" + no_properties)
    if packet.kind == SUBSCRIBE:
        return packed(0x90, packet.id + no_properties + b"\1")
    return packed(0xD0, b"") if packet.kind == PINGREQ else b""


def never_answers(_packet):
    return b""


def refuses_every_publish(packet):
    if packet.kind == PUBLISH and packet.qos:
        return packed(0x40, packet.id + bytes([QUOTA_EXCEEDED]))
    return acknowledges_no_record(packet)


def hangs_up_at_every_publish(packet):
    return HANG_UP if packet.kind == PUBLISH else acknowledges_no_record(packet)


def talks_garbage(packet):
    return random.Random(packet.body).randbytes(200)


def packed(first, body):
    assert len(body) < 128
    return bytes([first, len(body)]) + body


class BadBroker:
    def __init__(self, answer):
        """`answer(packet)`: bytes, or HANG_UP."""
        self.came = collections.Counter()  # packets by kind
        self._answer = answer
        self._loop = EventLoop()
        self.port = self._loop.run(self._listen())

    def stop(self):
        self._loop.stop()

    async def _listen(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self._server.sockets[0].getsockname()[1]

    async def _serve(self, reader, writer):
        version = 5
        try:
            while True:
                packet = await self._read(reader, version)
                version = packet.version
                self.came[packet.kind] += 1
                answer = self._answer(packet)
                if answer is HANG_UP:
                    return
                writer.write(answer)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            writer.transport.abort()

    @staticmethod
    async def _read(reader, version):
        first = (await reader.readexactly(1))[0]
        length = shift = 0
        more = 0x80
        while more:
            byte = (await reader.readexactly(1))[0]
            length |= (byte & 0x7F) << shift
            shift += 7
            more = byte & 0x80
        return Packet(first, await reader.readexactly(length), version)
