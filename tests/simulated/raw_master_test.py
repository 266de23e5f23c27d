"""The bytes on the RTU wire: CRC, exceptions, silence."""

import unittest

from simulator import RawMaster, Simulator, crc16, main, wait_until, with_crc

READ_FIRST = with_crc(1, 3, 0, 0, 0, 1)
NORMAL_MODE = with_crc(1, 3, 2, 0, 1)
EXCEPTION_SIZE = 5


class Bytes(unittest.TestCase):
    def setUp(self):
        self.simulator = self.enter(Simulator())
        self.master = self.enter(RawMaster(self.simulator.modbus))

    def enter(self, thing):
        self.addCleanup(thing.__exit__)
        return thing

    def assert_silent(self, request):
        self.assertEqual(self.master.ask(request, 1, seconds=0.3), b"")
        self.assertEqual(self.master.ask(READ_FIRST, len(NORMAL_MODE)), NORMAL_MODE)

    def test_an_answer_has_a_right_crc(self):
        answer = self.master.ask(with_crc(1, 3, 0, 0, 0, 10), 25)
        self.assertEqual(answer[:3], bytes([1, 3, 20]))
        self.assertEqual(answer[-2:], crc16(answer[:-2]))

    def test_what_is_not_served_is_an_exception(self):
        for request, exception in (
            (with_crc(1, 1, 0, 0, 0, 1), with_crc(1, 0x81, 1)),
            (with_crc(1, 4, 0, 0, 0, 1), with_crc(1, 0x84, 1)),
            (with_crc(1, 3, 0, 10, 0, 1), with_crc(1, 0x83, 2)),
            (with_crc(1, 3, 0, 9, 0, 2), with_crc(1, 0x83, 2)),
            (with_crc(1, 3, 0, 0, 0, 126), with_crc(1, 0x83, 3)),
            (with_crc(1, 43, 14, 1, 0), with_crc(1, 0xAB, 1)),
        ):
            with self.subTest(request=request.hex()):
                self.assertEqual(self.master.ask(request, EXCEPTION_SIZE), exception)

    def test_a_write_is_refused_and_logged(self):
        self.assertEqual(self.master.ask(with_crc(1, 6, 0, 0, 0, 5), EXCEPTION_SIZE), with_crc(1, 0x86, 1))
        self.assertEqual(self.simulator.wait_for("modbus_write_refused")["times"], 1)
        many = with_crc(1, 16, 0, 0, 0, 1, 2, 0, 5)
        self.assertEqual(self.master.ask(many, EXCEPTION_SIZE), with_crc(1, 0x90, 1))
        self.assertEqual(self.master.ask(READ_FIRST, len(NORMAL_MODE)), NORMAL_MODE)
        self.simulator.terminate()
        self.assertEqual(self.simulator.happenings("story_ended")[0]["modbus_writes_refused"], 2)

    def test_a_wrong_crc_is_not_answered(self):
        self.assert_silent(READ_FIRST[:-1] + bytes([READ_FIRST[-1] ^ 1]))

    def test_another_unit_is_not_answered(self):
        self.assert_silent(with_crc(2, 3, 0, 0, 0, 1))

    def test_half_a_request_is_forgotten(self):
        self.assert_silent(READ_FIRST[:5])


class Cable(unittest.TestCase):
    def test_a_pulled_cable_is_silent_until_it_is_back(self):
        with Simulator("0.2 cut-bus\n1.5 restore-bus\n") as simulator, RawMaster(simulator.modbus) as master:
            simulator.wait_for("bus_cut")
            self.assertEqual(master.ask(READ_FIRST, 1, seconds=0.3), b"")
            simulator.wait_for("bus_back")
            answered = lambda: master.ask(READ_FIRST, len(NORMAL_MODE), seconds=0.5) == NORMAL_MODE
            wait_until(answered, "an answer")

    def test_a_controller_without_mains_is_silent(self):
        with Simulator("0.2 mains-off\n") as simulator, RawMaster(simulator.modbus) as master:
            simulator.wait_for("mains_lost")
            self.assertEqual(master.ask(READ_FIRST, 1, seconds=0.3), b"")


if __name__ == "__main__":
    main()
