#!/usr/bin/python3
"""What a platform engineer relies on, asked of liftbox-city, mosquitto and PostgreSQL.

usage: receiver_test.py BUILD_DIR [unittest's own words]
"""

import json
import queue
import subprocess
import unittest
import uuid

import paho.mqtt.client as mqtt

import judge
from boxes import ROOT, Box, Fleet
from contacts import Contacts
from daemon_kill_test import Box as Daemon
from daemon_kill_test import arrived
from lab.box import rows_of
from with_a_city import BUILD, WithACity, run_fleet, settle


class Hand:
    """Says one thing to the broker, and hears what a box would hear."""

    def __init__(self, port, device):
        self.commands = queue.SimpleQueue()
        self._client = mqtt.Client(f"hand-{uuid.uuid4()}", protocol=mqtt.MQTTv5)
        self._client.on_message = lambda _client, _data, message: self.commands.put(
            (message.topic.rpartition("/")[2], json.loads(message.payload))
        )
        self._client.connect("127.0.0.1", port)
        self._client.subscribe(f"{ROOT}/{device}/cmd/#", 1)
        self._client.loop_start()

    def say(self, topic, payload, retain=False):
        self._client.publish(topic, payload, qos=1, retain=retain).wait_for_publish(10)

    def say_records(self, box, *seqs):
        for seq in seqs:
            self.say(*box.message(seq))

    def hear(self, name, **members):
        """Waits for a command that says this; others may come before it."""
        while True:
            said, command = self.commands.get(timeout=20)
            if said == name and members.items() <= command.items():
                return command

    def stop(self):
        self._client.disconnect()
        self._client.loop_stop()


class OneBox(WithACity):
    def setUp(self):
        super().setUp()
        self.box = Box("lift-1")
        self.hand = Hand(self.city.broker.port, "lift-1")
        self.addCleanup(self.hand.stop)

    def make(self, records):
        for _ in range(records):
            self.box.make("notice", "mode_normal", "noted")


class TheReceiver(OneBox):
    def test_writes_what_came_and_says_so_after_the_commit(self):
        self.make(4)
        self.hand.say_records(self.box, 1, 2)
        self.hand.hear("receipt", epoch=self.box.epoch, upto=2, ranges=[])
        self.assertEqual("2", self.postgres.psql("SELECT count(*) FROM record").strip())
        self.hand.say_records(self.box, 4)
        self.hand.hear("receipt", upto=2, ranges=[[4, 4]])
        self.assertEqual(
            [("lift-1", self.box.epoch, "3", "3", "1", "f")],
            self.postgres.rows("SELECT * FROM gap"),
        )
        self.hand.say_records(self.box, 3)
        self.hand.hear("receipt", upto=4)
        self.assertEqual([], self.postgres.rows("SELECT * FROM gap"))
        self.assertEqual([], judge.complaints(self.postgres, [self.box]))

    def test_drops_a_repeat_and_gives_its_receipt_again(self):
        self.make(1)
        for _ in range(3):
            self.hand.say_records(self.box, 1)
            self.hand.hear("receipt", upto=1)
        self.assertEqual([], judge.complaints(self.postgres, [self.box]))

    def test_sets_aside_the_same_key_with_another_hash_and_raises_an_alarm(self):
        self.make(2)
        self.hand.say_records(self.box, 1, 2)
        self.wait_for_sql("2", "SELECT count(*) FROM record")
        listener = self.listen()
        forger = Box("lift-1", self.box.epoch)
        forger.make("notice", "mode_normal", "noted", lift="another lift")
        self.hand.say_records(forger, 1)
        self.wait_for_sql(
            f"lift-1|{self.box.epoch}|1|another record with this key is here|1",
            "SELECT device, epoch, seq, reason, times FROM set_aside",
        )
        self.hand.say_records(forger, 1)
        self.wait_for_sql("2", "SELECT times FROM set_aside")
        told = listener.communicate("SELECT 1;\n", timeout=20)[0]
        self.assertIn(f"lift-1 {self.box.epoch}:1 set aside: another record with this key is here", told)
        self.assertIn("set aside: another record with this key", self.city.receivers[0].log.read_text())
        self.assertEqual([], judge.complaints(self.postgres, [self.box]))

    def listen(self):
        """psql tells of a notification after the next statement."""
        listener = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-d", self.postgres.address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        listener.stdin.write("LISTEN city_alarm;\nSELECT 'listening';\n")
        listener.stdin.flush()
        self.assertEqual("listening\n", listener.stdout.readline())
        return listener

    def test_sets_aside_what_does_not_follow_the_record_before_it(self):
        self.make(3)
        self.hand.say_records(self.box, 1, 3)
        self.wait_for_sql("2", "SELECT count(*) FROM record")
        other = Box("lift-1", self.box.epoch)
        other.make("notice", "mode_normal", "noted", lift="another past")
        other.make("notice", "mode_normal", "noted")
        self.hand.say_records(other, 2)
        self.wait_for_sql("2|it does not follow record 1, which is here", "SELECT seq, reason FROM set_aside")
        self.hand.say_records(self.box, 2)
        self.wait_for_sql("3", "SELECT count(*) FROM record")

    def test_keeps_what_is_no_record_with_the_reason(self):
        self.make(1)
        topic, good = self.box.message(1)
        bad = {
            "it is no JSON object": ("state", "[1]"),
            "the record does not have its hash: it was changed": ("record/notice", good.replace("noted", "raised")),
            "its topic is not that of its severity": ("record/alarm", good),
            "it is nested deeper than 32 levels": ("state", '{"a":' + "[" * 100_000 + "]" * 100_000 + "}"),
            "online is neither true nor false": ("status", '{"online":1}'),
        }
        for below, payload in bad.values():
            self.hand.say(f"{ROOT}/lift-1/{below}", payload)
        self.hand.say(f"{ROOT}/lift-2/record/notice", good)
        self.hand.say(f"{ROOT}/lift 3/record/notice", good)
        self.wait_for_sql("7", "SELECT count(*) FROM dead_letter")
        reasons = {reason for (reason,) in self.postgres.rows("SELECT reason FROM dead_letter")}
        self.assertEqual({*bad, "it is a record of lift-1", "its topic names no device"}, reasons)
        kept = self.postgres.psql(
            "SELECT convert_from(payload, 'UTF8') FROM dead_letter WHERE reason LIKE '%changed'"
        )
        self.assertEqual(good.replace("noted", "raised"), kept.rstrip("\n"))
        self.hand.say(topic, good)
        self.wait_for_sql("1", "SELECT count(*) FROM record")

    def test_asks_for_what_a_box_counts_as_received_and_is_not_here(self):
        self.make(5)
        for seq in (2, 3, 4):
            self.box.waiting.pop(seq)
        self.hand.say_records(self.box, 1)
        self.box.waiting.pop(1)
        self.hand.say_records(self.box, 5)
        for _ in range(2):
            self.hand.hear("resend", epoch=self.box.epoch, to=4, **{"from": 2})

    def test_gives_a_receipt_again_to_a_box_that_does_not_know_of_it_until_it_does(self):
        self.make(2)
        self.hand.say_records(self.box, 1, 2)
        self.hand.hear("receipt", upto=2)
        for _ in range(2):
            self.hand.hear("receipt", upto=2)
        self.hand.say(f"{ROOT}/lift-1/state", json.dumps({"v": 1, "low": 3}))
        self.wait_for_sql("3", "SELECT low FROM epoch")
        self.assertEqual([], self.postgres.rows("SELECT * FROM take_owed('0 s', 10)"))

    def test_a_record_of_the_past_goes_to_its_month_and_an_impossible_time_to_none(self):
        self.box.make("notice", "started", "noted", time="2024-02-29T23:59:59.999+00:00")
        self.box.make("notice", "started", "noted", time="1970-01-01T08:00:00.000+08:00", clock="unset")
        self.box.make("notice", "started", "noted", time="2024-03-01T07:59:59.999+08:00")
        self.hand.say_records(self.box, 1, 2, 3)
        self.wait_for_sql("3", "SELECT count(*) FROM record")
        self.assertEqual(
            [("1", "record_2024_02"), ("2", "record_unplaced"), ("3", "record_2024_02")],
            self.postgres.rows("SELECT seq, tableoid::regclass FROM record ORDER BY seq"),
        )
        ahead = "SELECT to_regclass('record_' || to_char(now() + n * interval '1 month', 'YYYY_MM')) IS NOT NULL"
        self.assertEqual([("t",)] * 4, self.postgres.rows(f"{ahead} FROM generate_series(0, 3) AS n"))

    def test_a_month_that_is_made_later_takes_what_had_none(self):
        self.box.make("notice", "started", "noted", time="2019-12-31T23:00:00.000+00:00")
        self.hand.say_records(self.box, 1)
        self.wait_for_sql("record_unplaced", "SELECT tableoid::regclass FROM record")
        self.postgres.psql("SELECT make_month('2019-12-05')")
        self.assertEqual([("record_2019_12",)], self.postgres.rows("SELECT tableoid::regclass FROM record"))

    def test_knows_the_boxes_by_what_they_say_of_themselves(self):
        lift = {"registration_code": "31105000012345678901", "brand": "Example", "maintenance_firm": "Firm",
                "address": "1 Example Road", "brake_model": "DZE-14E", "rescue_number": "96333"}  # fmt: skip
        self.hand.say(f"{ROOT}/lift-1/identity", json.dumps({"v": 1, "lift": lift, "version": "9"}), retain=True)
        status = {"v": 1, "online": True, "since": "2026-01-05T08:00:00.000+08:00", "version": "9"}
        self.hand.say(f"{ROOT}/lift-1/status", json.dumps(status), retain=True)
        columns = "SELECT lift, brand, maintenance_firm, address, brake_model, rescue_number, version, online FROM device"
        self.wait_for_sql("31105000012345678901|Example|Firm|1 Example Road|DZE-14E|96333|9|t", columns)
        self.wait_for_sql(
            "2026-01-05 00:00:00|", "SELECT online_since AT TIME ZONE 'UTC', offline_since FROM device"
        )
        self.hand.say(f"{ROOT}/lift-1/status", json.dumps({**status, "online": False}), retain=True)
        self.wait_for_sql("f|t", "SELECT online, offline_since > now() - interval '1 min' FROM device")

    def test_verify_names_what_was_changed_or_removed_by_sql(self):
        self.make(6)
        self.hand.say_records(self.box, *range(1, 7))
        self.wait_for_sql("6", "SELECT count(*) FROM record")
        self.assertEqual((0, True, None), self.verify())
        self.postgres.psql(
            "UPDATE record SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), 'synced', 'holdover'), 'UTF8')"
            " WHERE seq = 4"
        )
        self.assertEqual((1, False, 5), self.verify())
        self.postgres.psql("DELETE FROM record WHERE seq = 3")
        self.assertEqual((1, False, 4), self.verify())

    def verify(self):
        """The command of the README, and what it says: (exit code, whole, where it breaks)."""
        command = (
            'PGCLIENTENCODING=UTF8 psql -X -At -d "$CITY" -c'
            " \"SELECT convert_from(bytes, 'UTF8') FROM city.record ORDER BY device, epoch, seq\" | liftctl verify - --json"
        )
        readme = (BUILD.parents[1] / "protocols/city/README.md").read_text()
        self.assertIn(command.replace(" -X", "").replace(" --json", ""), readme)
        path = f"{BUILD / 'agent/cli'}:/usr/bin:/bin"
        done = subprocess.run(["sh", "-c", command], env={"CITY": self.postgres.address, "PATH": path}, capture_output=True,
                              text=True, check=False)  # fmt: skip
        told = json.loads(done.stdout)
        breaks = [epoch["broken"]["seq"] for epoch in told["epochs"] if epoch["broken"]]
        return done.returncode, told["whole"], breaks[0] if breaks else None

    def test_ends_within_its_time_and_leaves_nothing_unwritten(self):
        fleet = Fleet(self.city.broker.port, [self.box], seed=1)
        self.addCleanup(fleet.stop)
        run_fleet(fleet, 2, make=200)
        self.assertEqual(0, self.city.receivers[0].stop())
        self.city.receivers[0].start()
        self.assertTrue(settle(fleet, 30))
        self.assertEqual([], judge.complaints(self.postgres, [self.box]))


class ManyReceivers(WithACity):
    receivers = 4

    def test_start_on_an_empty_database_and_divide_the_work(self):
        self.assertEqual(
            [("1",)], self.postgres.rows("SELECT count(DISTINCT applied_at) FROM migration"), "applied once, by one"
        )
        fleet = Fleet(self.city.broker.port, [Box(f"lift-{number}") for number in range(10)], seed=2)
        self.addCleanup(fleet.stop)
        run_fleet(fleet, 4, make=200)
        self.assertTrue(settle(fleet, 120), f"{fleet.waiting} records have no receipt")
        self.assertEqual([], judge.complaints(self.postgres, fleet.boxes))
        self.assertEqual([("4",)], self.postgres.rows("SELECT count(DISTINCT received_by) FROM record"))
        self.assertEqual([], self.postgres.rows("SELECT * FROM gap"))


class ABrokerThatTakesLessThanARecord(WithACity):
    """A real box: of each record a summary goes to one of the receivers, and the parts to both."""

    LARGEST = 1200
    receivers = 2
    broker = {"settings": (f"max_packet_size {LARGEST}",)}

    def setUp(self):
        super().setUp()
        lines = self.directory / "lines.sock"
        self.contacts = Contacts(lines, seed=3)
        self.box = Daemon(self.directory / "box", self.city.broker.port, lines)
        self.contacts.start()
        self.addCleanup(self.contacts.stop)
        self.box.start()
        self.addCleanup(self.box.stop)

    def test_its_records_are_here_as_the_box_made_them_and_it_has_their_receipts(self):
        self.wait_for(lambda: len(self.large()) >= 10, self.account, seconds=60)
        self.contacts.stop()
        self.wait_for(lambda: not self.without_receipt(), self.account, seconds=60)
        self.box.stop()
        self.wait_for(lambda: not arrived(self.city, self.box)[1], self.account)
        columns = "SELECT epoch, seq, encode(hash, 'hex') FROM record WHERE hash = sha256(bytes) ORDER BY epoch, seq"
        made = [(row.epoch, str(row.seq), row.hash) for row in self.rows()]
        self.assertEqual(sorted(made), sorted(self.postgres.rows(columns)))
        self.assertEqual([], self.postgres.rows("SELECT topic, reason FROM dead_letter"))
        self.assertEqual([], self.postgres.rows("SELECT * FROM set_aside"))
        self.assertEqual([], self.postgres.rows("SELECT * FROM gap"))

    def rows(self):
        return rows_of(self.box.store)

    def large(self):
        return [row for row in self.rows() if len(row.bytes) > self.LARGEST]

    def without_receipt(self):
        return [(row.seq, row.type, len(row.bytes)) for row in self.rows() if row.state != "done"]

    def account(self):
        dead = self.postgres.rows("SELECT topic, reason, times FROM dead_letter LIMIT 5")
        waiting = self.without_receipt()[:5]
        return f"{len(self.rows())} records, {len(self.large())} large, no receipt for {waiting}, dead letters {dead}"


class TheSchema(WithACity):
    def test_a_newer_one_is_refused(self):
        self.postgres.psql("INSERT INTO migration (number, name, applied_by) VALUES (9999, 'later', 'test')")
        late = self.city.receiver("late")
        late.start()
        self.assertEqual(78, late.process.wait(20))
        self.assertIn("start the newer one that made it", late.log.read_text())

    def test_every_table_and_view_is_explained(self):
        mute = """SELECT relname FROM pg_class WHERE relnamespace = 'city'::regnamespace AND relkind = 'v'
                     AND obj_description(oid) IS NULL"""
        self.assertEqual([], self.postgres.rows(mute))


if __name__ == "__main__":
    unittest.main()
