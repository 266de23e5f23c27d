#!/usr/bin/python3
"""Nothing is lost on a bad network: the real daemon, a link that fails in every way, brokers that do not do their part.

usage: network_test.py BUILD_DIR                      every test, several at once, each in a process of its own
       network_test.py BUILD_DIR TheLink [unittest's own words]
"""

import itertools
import re
import shutil
import sys
import tempfile
import time
import unittest
from pathlib import Path

from lab import bad_broker
from lab.bad_broker import BadBroker
from lab.faulty_link import DOWN, UP
from lab.lossy_loopback import LossyLoopback
from lab.processes import LabError, Process, let_pass, wait_until
from scene import EVERY, TRAPPED, Scene

BUILD = Path(sys.argv.pop(1))
ABREAST = 6  # tests at once; they wait most of the time
LONGEST = 200  # seconds of one test
NOTICED = 60  # seconds within which the box has to say what is wrong
ALARM_SECONDS = 10  # the box's own limit for a new alarm, once the link is back
SLACK = 3  # seconds for a busy machine
WORTH = 20  # records that are made in a fault before it ends


class WithABox(unittest.TestCase):
    def setUp(self):
        self.said = []
        self.directory = Path(tempfile.mkdtemp(prefix="liftbox-network-"))
        self.addCleanup(shutil.rmtree, self.directory)

    def play(self, **scene):
        self.scene = Scene(BUILD, self.directory, **scene)
        self.addCleanup(self.scene.stop)
        self.link = self.scene.link
        self.scene.start()

    def play_until_calm(self, **scene):
        self.play(**scene)
        self.scene.wait_for_alarm(self.scene.wait_for_press(time.time()), 30)

    def goes_on(self):
        """Detection and store, in the fault."""
        before = self.scene.made()
        wait_until(lambda: self.scene.made() >= before + WORTH, NOTICED, "nothing is stored in the fault")

    def says(self, shown, logged=None, within=NOTICED):
        """In plain words, what is wrong: to who asks, and in the log."""
        self.finds(shown, self.scene.shown)
        self.finds(logged or shown, self.scene.logged, within)

    def finds(self, words, text, within=NOTICED):
        found = wait_until(lambda: re.search(words, text()), within, lambda: f"no /{words}/ in {text()}")
        self.said.append(found[0].splitlines()[-1])

    def ends(self, fault, heal, waiting=WORTH):
        """A fault in which so many records came to wait. Then a new alarm comes soon, and all the others too."""
        waited = len(self.scene.unheard())
        self.assertGreaterEqual(waited, waiting, "the fault is none")
        heal()
        healed = time.time()
        press = self.scene.wait_for_press(healed)
        late = self.scene.wait_for_alarm(press, ALARM_SECONDS + SLACK) - press
        self.nothing_is_lost()
        print(
            f"{fault}: {self.scene.account}; {waited} waited when it ended, a new alarm took {late:.1f} s. "
            f"It said: {' | '.join(self.said) or 'nothing'}",
            flush=True,
        )

    def nothing_is_lost(self):
        self.scene.end_lift()
        let_pass(EVERY)  # what was seen is told
        self.assertEqual([], self.scene.complaints_at_last())


class TheLink(WithABox):
    def test_lets_nothing_through_while_connections_stay_open(self):
        self.play_until_calm()
        self.link.hold(UP, DOWN)
        self.goes_on()
        self.says("no broker for .*(lost|no answer).*", "broker: .*(lost|no answer).*")
        self.ends("black hole, both ways", self.link.heal)

    def test_lets_nothing_through_towards_the_broker(self):
        self.play_until_calm()
        self.link.hold(UP)
        self.goes_on()
        self.says("no broker for .*(lost|no answer).*", "broker: .*(lost|no answer).*")
        self.ends("black hole towards the broker", self.link.heal)

    def test_lets_nothing_through_from_the_broker(self):
        self.play_until_calm()
        self.link.hold(DOWN)
        self.goes_on()
        self.says("no broker for .*(lost|no answer).*", "broker: .*(lost|no answer).*")
        self.ends("black hole from the broker", self.link.heal, waiting=1)

    def test_takes_two_seconds_each_way(self):
        self.play_until_calm()
        self.link.slow(2.0)
        self.goes_on()
        self.scene.wait_for_alarm(self.scene.wait_for_press(time.time()), ALARM_SECONDS)
        self.assertTrue(self.scene.box.status()["broker"]["connected"])
        self.ends("2 s each way", self.link.heal, waiting=1)

    def test_carries_ten_kilobits_a_second(self):
        self.play_until_calm()
        self.link.narrow(10_000)
        carried = self.link.carried[UP]
        self.goes_on()
        self.assertGreater(self.link.carried[UP], carried)
        self.ends("10 kbit/s", self.link.heal, waiting=1)

    def test_is_cut_again_and_again(self):
        self.play_until_calm()
        self.link.cut_at_random(1.5, seed=7)
        wait_until(lambda: self.link.cuts >= 5, NOTICED, "it is not cut")
        self.goes_on()
        self.says("no broker for .*(lost|cannot connect).*", "broker: .*(lost|cannot connect).*")
        self.ends(f"cut {self.link.cuts} times", self.link.heal, waiting=0)

    def test_loses_three_packets_of_ten(self):
        try:
            loopback = LossyLoopback()
        except LabError as error:
            self.skipTest(f"no lossy network: {error}")
        self.addCleanup(loopback.stop)
        self.play_until_calm(keep_alive=30)
        loopback.lose(30, self.link.port)
        for _ in range(3):
            self.goes_on()
        lost = []
        self.ends("30 % of packets lost", lambda: lost.append(loopback.heal()), waiting=0)
        self.assertGreater(lost[0], 20, "hardly a packet was lost")
        print(f"30 % of packets lost: {lost[0]} packets", flush=True)


class TheBackOff(WithABox):
    STORY = TRAPPED + "".join(f"{at} press-alarm 0.4\n" for at in range(50, 500, 30))

    def test_does_not_keep_a_new_alarm_waiting_once_the_link_is_back(self):
        self.play(story=self.STORY)
        self.link.pull_out()
        began = wait_until(lambda: self.scene.presses() or self.scene.lift.began, 10, "the story does not begin")
        for press in itertools.count(began + 50, 30):
            wait_until(lambda at=press - 3: time.time() > at, 60, "time stands still")
            wait = self.scene.box.status()["broker"]["retry_in_s"] or 0
            if wait > 3 + ALARM_SECONDS:
                break
            self.assertLess(press - began, 150, "the box never waits long")
        self.assertRegex(self.scene.shown(), "no broker for .*, next try in .* s: cannot connect")
        self.ends(f"the next try lay {wait} s away", self.link.heal, waiting=2)


class TheBroker(WithABox):
    def faces(self, answer, shown, logged=None, within=NOTICED):
        broker = BadBroker(answer)
        self.addCleanup(broker.stop)
        self.play_until_calm()
        self.link.lead_to(broker.port)
        self.goes_on()
        self.says(shown, logged, within)
        self.ends(f"{answer.__name__.replace('_', ' ')} ({broker.came[bad_broker.PUBLISH]} sent to it)",
                  lambda: self.link.lead_to(self.scene.broker.port))
        return broker

    def test_never_answers(self):
        self.faces(bad_broker.never_answers, "no answer within 10 s")

    def test_never_acknowledges(self):
        self.faces(bad_broker.acknowledges_no_record, "the broker has answered nothing for",
                   r"it has answered nothing for \d+ s, [1-9]\d* messages wait for it", within=200)

    def test_refuses_every_publish(self):
        self.faces(bad_broker.refuses_every_publish, r"the broker refused \d+ messages", "broker: it refuses what we publish")

    def test_hangs_up_at_every_publish(self):
        self.faces(bad_broker.hangs_up_at_every_publish, "connection to the broker was lost", r"(?s)was lost.*was lost")

    def test_talks_garbage(self):
        self.faces(bad_broker.talks_garbage, "no broker for .*: .*", "broker: .*try in")

    def test_loses_what_it_accepted(self):
        """Its queues for who is away are short: it says yes to every record, and forgets most."""
        self.play_until_calm(broker_settings=("max_queued_messages 4",))
        wait_until(lambda: not self.scene.unheard(), NOTICED, "not all is heard in good times")
        self.scene.listener.stop()
        self.scene.platform.stop()
        before = self.scene.made()
        wait_until(lambda: self.scene.made() >= before + WORTH, NOTICED, "nothing is stored")
        rows = self.scene.box.rows
        wait_until(lambda: "waiting" not in {row.state for row in rows()[:before + 16]}, NOTICED, "it is not accepted")
        self.assertEqual({"accepted"}, {row.state for row in rows()[before:before + 16]})
        self.scene.listener.start()
        wait_until(lambda: len(self.scene.heard()) > before, 20, "the listener is not back")
        press = self.scene.wait_for_press(time.time())
        self.scene.wait_for_alarm(press, ALARM_SECONDS)
        lost = len(self.scene.unheard())
        self.assertGreater(lost, 10, "it lost hardly anything")
        self.ends(f"{lost} were accepted and lost", self.scene.platform.start, waiting=10)
        self.scene.wait_until_done()


def run_abreast(names):
    """Exit code: whether one failed. Each writes into a file of its own, shown when it has ended."""
    directory = Path(tempfile.mkdtemp(prefix="liftbox-network-runs-"))
    waiting, running, failed, skipped = list(names), {}, [], 0
    while waiting or running:
        while waiting and len(running) < ABREAST:
            name = waiting.pop(0)
            argv = [sys.executable, "-B", __file__, BUILD, name]
            running[name] = Process(name, argv, directory / name)
        for name, process in list(running.items()):
            if process.wait(0.1) is None:
                continue
            said = process.log.read_text()
            print(said, flush=True)
            skipped += "skipped=" in said
            failed += [name] * (process.returncode != 0)
            del running[name]
    shutil.rmtree(directory)
    print(f"{len(names)} tests, {skipped} skipped, failed: {', '.join(failed) or 'none'}")
    return bool(failed)


def all_names():
    suites = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    return [test.id().removeprefix("__main__.") for suite in suites for test in suite]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        unittest.main()
    sys.exit(run_abreast(all_names()))
