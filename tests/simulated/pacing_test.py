"""A pty has no wire time: the simulated lift gives it one."""

import time
import unittest

from simulator import RawMaster, Simulator, main, with_crc

READS = 100
REQUEST = with_crc(1, 3, 0, 0, 0, 10)
ANSWER_SIZE = 25
GAP_CHARACTERS = 3.5


class Pacing(unittest.TestCase):
    def measure(self, baud, bits):
        """Seconds that the reads took, and that they would take on a wire."""
        with Simulator("", "--baud", str(baud), "--bits", str(bits)) as simulator:
            with RawMaster(simulator.modbus) as master:
                began = time.monotonic()
                for _ in range(READS):
                    self.assertEqual(len(master.ask(REQUEST, ANSWER_SIZE)), ANSWER_SIZE)
                took = time.monotonic() - began
        return took, READS * (len(REQUEST) + GAP_CHARACTERS + ANSWER_SIZE) * bits / baud

    def test_reads_take_their_time_on_the_wire(self):
        for baud, bits in ((9600, 11), (19200, 10)):
            with self.subTest(baud=baud, bits=bits):
                took, wire = self.measure(baud, bits)
                self.assertGreaterEqual(took, wire)
                self.assertLess(took, 2 * wire, "late, but not for want of a wire")
                print(f"{READS} reads at {baud}: {took:.2f} s, {wire:.2f} s on a wire")


if __name__ == "__main__":
    main()
