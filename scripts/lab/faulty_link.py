"""A TCP link between a box and its broker, which goes bad as it is told to. Whole it passes everything at once."""

import asyncio
import contextlib
import random

from lab.broker import free_port
from lab.event_loop import EventLoop

UP, DOWN = "up", "down"  # towards the broker, and back
PIECE = 1024
PIECES_ON_THE_WAY = 64  # then who sends must wait, as with full buffers


class Connection:
    """One of the box, and its other half to the broker."""

    def __init__(self, link, box, broker):
        self.left = False  # one end has hung up
        self._link = link
        self._ends = {UP: (box[0], broker[1]), DOWN: (broker[0], box[1])}

    async def carry(self):
        tasks = [asyncio.ensure_future(self._carry(way, *ends)) for way, ends in self._ends.items()]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.cut()

    async def _carry(self, way, reader, writer):
        pieces = asyncio.Queue(PIECES_ON_THE_WAY)
        taking = asyncio.ensure_future(self._take(reader, pieces))
        try:
            while True:
                came, piece = await pieces.get()
                await self._link.let_through(way, came, piece)
                if not piece:
                    return
                writer.write(piece)
                await writer.drain()
                self._link.carried[way] += len(piece)
        except OSError:
            return
        finally:
            taking.cancel()

    async def _take(self, reader, pieces):
        piece = b"more"
        while piece:
            try:
                piece = await reader.read(PIECE)
            except OSError:
                piece = b""
            self.left = self.left or not piece
            await pieces.put((asyncio.get_running_loop().time(), piece))

    def cut(self):
        for _, writer in self._ends.values():
            writer.transport.abort()


class FaultyLink:
    def __init__(self, to_port):
        self.port = free_port()
        self.carried = {UP: 0, DOWN: 0}  # bytes
        self.cuts = 0
        self._to_port = to_port
        self._delay = 0.0
        self._bits_a_second = None
        self._open = {}
        self._connections = set()
        self._server = None
        self._cutting = None
        self._loop = EventLoop()
        self._loop.run(self._begin())

    def hold(self, *ways):
        """A black hole: connections stay open, and can be made, but nothing passes."""
        self._loop.run(self._hold(ways))

    def slow(self, seconds):
        self._loop.run(self._set("_delay", seconds))

    def narrow(self, bits_a_second):
        """Of each connection, each way."""
        self._loop.run(self._set("_bits_a_second", bits_a_second))

    def cut_at_random(self, mean_seconds, seed):
        self._loop.run(self._cut_again_and_again(mean_seconds, random.Random(seed)))

    def pull_out(self):
        """What there is breaks, nothing new can be made."""
        self._loop.run(self._pull_out())

    def lead_to(self, port):
        """Another broker from now on; what leads to the one before breaks."""
        self._loop.run(self._lead_to(port))

    def heal(self):
        """What was held arrives, as TCP would send it again, unless nobody waits for it any more."""
        self._loop.run(self._heal())

    def stop(self):
        self._loop.run(self._pull_out())
        self._loop.stop()

    async def let_through(self, way, came, piece):
        """Returns when a piece that came then has come through."""
        await self._open[way].wait()
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, came + self._delay - loop.time()))
        if self._bits_a_second:
            await asyncio.sleep(8 * len(piece) / self._bits_a_second)
        await self._open[way].wait()

    async def _begin(self):
        self._open = {UP: asyncio.Event(), DOWN: asyncio.Event()}
        await self._heal()

    async def _set(self, name, value):
        setattr(self, name, value)

    async def _hold(self, ways):
        for way in ways:
            self._open[way].clear()

    async def _cut_again_and_again(self, mean_seconds, chance):
        async def cut():
            while True:
                await asyncio.sleep(chance.expovariate(1 / mean_seconds))
                self.cuts += self._cut_all()

        self._cutting = asyncio.ensure_future(cut())

    async def _pull_out(self):
        if self._server:
            self._server.close()
            self._server = None
        self._cut_all()

    async def _lead_to(self, port):
        self._to_port = port
        self._cut_all()

    async def _heal(self):
        self._delay, self._bits_a_second = 0.0, None
        if self._cutting:
            self._cutting.cancel()
        for connection in [one for one in self._connections if one.left]:
            connection.cut()
        for way in self._open.values():
            way.set()
        if not self._server:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    def _cut_all(self):
        for connection in self._connections:
            connection.cut()
        return len(self._connections)

    async def _serve(self, *box):
        try:
            broker = await asyncio.open_connection("127.0.0.1", self._to_port)
        except OSError:
            box[1].transport.abort()
            return
        connection = Connection(self, box, broker)
        self._connections.add(connection)
        with contextlib.suppress(asyncio.CancelledError):
            await connection.carry()
        self._connections.discard(connection)
