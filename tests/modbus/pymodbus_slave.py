"""A Modbus slave that is not ours: pymodbus on TCP, or RTU on a pty pair. Prints where it listens."""
import asyncio
import logging
import os
import struct
import sys
import threading
import tty

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.framer.rtu_framer import ModbusRtuFramer
from pymodbus.framer.socket_framer import ModbusSocketFramer
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer

logging.disable(logging.CRITICAL)


def words(form, *values):
    packed = struct.pack(">" + form, *values)
    return [int.from_bytes(packed[i:i + 2], "big") for i in range(0, len(packed), 2)]


def swapped(pair):
    return [pair[1], pair[0]]


def context():
    holding = (words("H", 1750) + words("h", -50) + words("i", -12345) + swapped(words("i", 65538)) +
               words("I", 123456) + words("f", 12.3456) + swapped(words("f", -1.5)) + [0x0140] + [2])
    inputs = words("H", 42)
    coils = [1, 0, 1]
    discrete = [0, 1]
    slave = ModbusSlaveContext(
        hr=ModbusSequentialDataBlock(0, holding), ir=ModbusSequentialDataBlock(0, inputs),
        co=ModbusSequentialDataBlock(0, coils), di=ModbusSequentialDataBlock(0, discrete), zero_mode=True)
    return ModbusServerContext(slaves={1: slave}, single=False)


def relay(source, sink):
    while True:
        try:
            os.write(sink, os.read(source, 512))
        except OSError:
            return


def pty_pair():
    """Two devices, each the far end of the other."""
    ends = [os.openpty() for _ in range(2)]
    for master, slave in ends:
        tty.setraw(slave)
        tty.setraw(master)
    for here, there in ((0, 1), (1, 0)):
        threading.Thread(target=relay, args=(ends[here][0], ends[there][0]), daemon=True).start()
    return os.ttyname(ends[0][1]), os.ttyname(ends[1][1])


async def tcp():
    server = ModbusTcpServer(context(), ModbusSocketFramer, address=("127.0.0.1", 0))
    task = asyncio.create_task(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1], flush=True)
    await task


async def rtu():
    ours, theirs = pty_pair()
    server = ModbusSerialServer(context(), ModbusRtuFramer, port=ours, baudrate=19200)
    await server.start()
    print(theirs, flush=True)
    await server.serve_forever()


asyncio.run(tcp() if sys.argv[1] == "tcp" else rtu())
