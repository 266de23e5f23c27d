#!/usr/bin/python3
"""The views of the city's database, on a few records made up here, against answers worked out by hand.

usage: views_test.py BUILD_DIR [unittest's own words]
"""

import datetime
import json
import unittest

import paho.mqtt.client as mqtt

from boxes import ROOT, Box, Fleet
from with_a_city import WithACity, settle

LIFTS = {"lift-a": ("Alpha", "North"), "lift-b": ("Alpha", "South"), "lift-c": ("Beta", "North")}
CODES = {"door_close_fault": 2, "safety_chain_open": 1, "alarm_button": 90}


def ago(**time_span):
    at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(**time_span)
    return at.isoformat(timespec="milliseconds")


def january(day, clock):
    return f"2026-01-{day:02}T{clock}.000+08:00"


class TheViews(WithACity):
    """One city for all of them."""

    def setUp(self):
        super().setUp()
        self.boxes = {name: Box(name) for name in LIFTS}
        self.client = mqtt.Client("hand", protocol=mqtt.MQTTv5)
        self.client.connect("127.0.0.1", self.city.broker.port)
        self.client.loop_start()
        self.addCleanup(self.client.loop_stop)
        for name, (brand, firm) in LIFTS.items():
            lift = {"registration_code": name.upper(), "brand": brand, "maintenance_firm": firm, "brake_model": "DZS-800",
                    "brake_type": "disc" if name == "lift-c" else "drum", "use_registration": "U"}  # fmt: skip
            self.say(name, "identity", {"lift": lift, "version": "1"})

    def say(self, device, below, document):
        self.client.publish(f"{ROOT}/{device}/{below}", json.dumps(document), qos=1, retain=True).wait_for_publish(10)

    def deliver(self):
        fleet = Fleet(self.city.broker.port, list(self.boxes.values()), seed=1)
        self.assertTrue(settle(fleet, 30), "no receipts")
        fleet.stop()
        self.wait_for_sql("3", "SELECT count(*) FROM device WHERE brand IS NOT NULL")

    def fault(self, name, kind, at, phase="raised", severity="fault", incident=None, **evidence):
        box = self.boxes[name]
        members = {"incident": incident} if incident else {}
        codes = {"gb24476": CODES[kind]} if kind in CODES else {}
        record = box.make(severity, kind, phase, time=at, codes=codes, evidence=evidence, **members)
        return record["incident"]

    def entrapment(self, name, stopped, **seconds):
        """With the seconds after the stop at which each phase came; nobody comes on site if it is not said."""
        began = datetime.datetime.fromisoformat(stopped)
        timeline = {"stopped": stopped}
        incident = None
        for phase, after in seconds.items():
            at = (began + datetime.timedelta(seconds=after)).isoformat(timespec="milliseconds")
            timeline[phase] = at
            if phase == "cleared" and "on_site" not in seconds:
                timeline["self_released"] = True
            severity = "notice" if phase == "suspected" else "alarm"
            incident = self.fault(name, "entrapment", at, phase, severity, incident, **timeline)
        return incident

    def hours(self, name, day, hour, runs, faults):
        start = january(day, f"{hour:02}:00:00")
        self.boxes[name].make("stats", "statistics_hour", "noted", time=january(day, f"{hour:02}:59:59"),
                              **{"from": start}, counts={"runs": runs, "faults": faults, "entrapments": 0})  # fmt: skip

    def answers(self, sql):
        return self.postgres.rows(f"SET TIME ZONE 'Asia/Shanghai';\n{sql}")

    def test_faults_by_code_brand_firm_and_hour(self):
        chain = self.fault("lift-a", "safety_chain_open", january(5, "08:10:00"))
        self.fault("lift-a", "safety_chain_open", january(5, "08:12:00"), phase="cleared", incident=chain)
        self.fault("lift-a", "door_close_fault", january(6, "08:59:59"))
        self.fault("lift-b", "door_close_fault", january(6, "09:00:00"))
        self.fault("lift-c", "brake_slow", "2026-02-01T00:30:00.000+08:00")
        self.fault("lift-c", "alarm_button", "2026-01-31T23:59:00.000+08:00", severity="alarm")
        self.boxes["lift-c"].make("notice", "mode_normal", "noted", time=january(7, "10:00:00"))
        self.deliver()
        month = "to_char(month, 'YYYY-MM')"
        self.assertEqual(
            [("2026-01", "1", "safety_chain_open", "1", "1"), ("2026-01", "2", "door_close_fault", "2", "2"),
             ("2026-01", "90", "alarm_button", "1", "1"), ("2026-02", "", "brake_slow", "1", "1")],
            self.answers(f"SELECT {month}, gb24476, type, faults, lifts FROM fault_by_code ORDER BY 1, gb24476"),
        )  # fmt: skip
        self.assertEqual(
            [("2026-01", "Alpha", "3", "2"), ("2026-01", "Beta", "1", "1"), ("2026-02", "Beta", "1", "1")],
            self.answers(f"SELECT {month}, brand, faults, lifts FROM fault_by_brand ORDER BY 1, 2"),
        )
        self.assertEqual(
            [("2026-01", "North", "3", "2"), ("2026-01", "South", "1", "1"), ("2026-02", "North", "1", "1")],
            self.answers(f"SELECT {month}, maintenance_firm, faults, lifts FROM fault_by_firm ORDER BY 1, 2"),
        )
        self.assertEqual(
            [("2026-01", "8", "2", "1"), ("2026-01", "9", "1", "1"), ("2026-01", "23", "1", "1"), ("2026-02", "0", "1", "1")],
            self.answers(f"SELECT {month}, hour, faults, lifts FROM fault_by_hour ORDER BY 1, hour"),
        )

    def test_faults_for_a_thousand_runs(self):
        self.hours("lift-a", 5, 8, 120, 1)
        self.hours("lift-a", 5, 9, 80, 0)
        self.hours("lift-b", 5, 8, 300, 2)
        self.hours("lift-c", 5, 8, 0, 0)
        self.boxes["lift-a"].make("stats", "statistics_day", "noted", time=january(6, "00:00:00"),
                                  counts={"runs": 200, "faults": 1}, **{"from": january(5, "00:00:00")})  # fmt: skip
        self.deliver()
        self.assertEqual(
            [("lift-a", "200", "1", "5.000"), ("lift-b", "300", "2", "6.667"), ("lift-c", "0", "0", "")],
            self.answers("SELECT device, runs, faults, faults_per_1000_runs FROM fault_rate ORDER BY 1"),
        )
        self.assertEqual(
            [("Alpha", "2", "500", "3", "6.000"), ("Beta", "1", "0", "0", "")],
            self.answers("SELECT brand, lifts, runs, faults, faults_per_1000_runs FROM fault_rate_by_brand ORDER BY 1"),
        )

    def test_rescues_and_their_indicators(self):
        self.entrapment("lift-a", january(5, "08:00:00"), suspected=45, confirmed=90, acknowledged=200, on_site=1290,
                        released=1500, cleared=1620)  # fmt: skip
        self.entrapment("lift-b", january(6, "08:00:00"), suspected=45, confirmed=90, acknowledged=300, on_site=2400,
                        released=3000, cleared=3060)  # fmt: skip
        self.entrapment("lift-c", january(7, "08:00:00"), suspected=45, confirmed=90, released=120, cleared=150)
        self.fault("lift-a", "entrapment", january(8, "08:00:45"), "suspected", "notice", stopped=january(8, "08:00:00"))
        self.deliver()
        columns = "device, round(response_s), arrival_min, release_min, answered_in_3_min, arrived_in_30_min, self_released"
        self.assertEqual(
            [("lift-a", "110", "20.0", "25.0", "t", "t", "f"), ("lift-b", "210", "38.5", "50.0", "f", "f", "f"),
             ("lift-c", "", "", "2.0", "f", "", "t")],
            self.answers(f"SELECT {columns} FROM rescue_indicator ORDER BY 1"),
        )  # fmt: skip
        self.assertEqual(
            [("2026-01", "3", "1", "33.3", "1", "50.0", "25", "50.0", "1")],
            self.answers(
                "SELECT to_char(month, 'YYYY-MM'), entrapments, answered_in_3_min, answered_pct, arrived_in_30_min, arrived_pct,"
                " median_release_min, longest_release_min, self_released FROM rescue_by_month"
            ),
        )
        self.assertEqual([], self.answers("SELECT * FROM open_entrapment"))
        self.assertEqual(
            [("cleared", "08:00:00", "08:00:45", "08:01:30", "08:03:20", "08:21:30", "08:25:00", "08:27:00")],
            self.answers(
                "SELECT phase, stopped::time, suspected::time, confirmed::time, acknowledged::time, on_site::time,"
                " released::time, cleared::time FROM rescue WHERE device = 'lift-a'"
            ),
        )

    def test_who_is_trapped_now(self):
        self.entrapment("lift-a", ago(minutes=20), suspected=45, confirmed=90)
        self.entrapment("lift-b", ago(minutes=2), suspected=45, confirmed=90, acknowledged=110)
        self.deliver()
        self.assertEqual(
            [("lift-a", "confirmed", "20"), ("lift-b", "acknowledged", "2")],
            self.answers("SELECT device, phase, extract(minute FROM waiting) FROM open_entrapment"),
        )
        self.assertEqual(
            [("lift-a", "f", ""), ("lift-b", "t", "")],
            self.answers("SELECT device, answered_in_3_min, arrived_in_30_min FROM rescue_indicator ORDER BY 1"),
        )

    def test_lifts_that_fail_again_and_again(self):
        for days in (1, 2):
            self.entrapment("lift-a", ago(days=days), suspected=45, confirmed=90, released=120, cleared=130)
        for days in (1, 2, 3, 4, 29):
            self.fault("lift-b", "door_close_fault", ago(days=days))
        for days in (1, 2, 3, 4, 31):
            self.fault("lift-c", "door_close_fault", ago(days=days))
        self.deliver()
        self.assertEqual(
            [("lift-a", "2", "0"), ("lift-b", "0", "5")],
            self.answers("SELECT device, entrapments, faults FROM repeat_lift ORDER BY 1"),
        )

    def test_boxes_that_nobody_has_heard_of_for_a_month(self):
        for name in LIFTS:
            self.boxes[name].make("notice", "started", "noted")
        self.deliver()
        self.say("lift-b", "status", {"online": False, "since": ago(days=40)})
        self.wait_for_sql("f", "SELECT online FROM device WHERE device = 'lift-b'")
        self.postgres.psql(
            "UPDATE device SET offline_since = now() - interval '40 days', state_at = NULL;"
            "UPDATE epoch SET heard = now() - CASE device WHEN 'lift-b' THEN interval '31 days' ELSE interval '29 days' END"
        )
        self.assertEqual(
            [("lift-b", "31")], self.answers("SELECT device, extract(day FROM silent_for) FROM offline_box")
        )

    def test_the_table_of_drum_brakes(self):
        def figures(one, two):
            return {"set_1": {"median_ms": one, "cycles": 100}, "set_2": {"median_ms": two}, "release_1": {"median_ms": 90}}

        make = self.boxes["lift-a"].make
        make("notice", "brake_maintained", "noted", time=january(4, "10:00:00"),
             evidence={"action": "dismantled", "by": "4711", "done": "2026-01-04", "before": {}})  # fmt: skip
        self.fault("lift-a", "brake_slow", january(5, "09:00:00"))
        make("notice", "brake_maintained", "noted", time=january(5, "10:00:00"),
             evidence={"action": "push_rod_changed", "by": "4712", "done": "2026-01-05", "push_rod": "copper",
                       "before": figures(271, 290)})  # fmt: skip
        self.fault("lift-a", "brake_asymmetry", january(6, "10:00:00"))
        make("notice", "brake_maintained", "noted", time=january(6, "11:00:00"),
             evidence={"action": "checked", "by": "4713", "done": "2026-01-06", "before": {}})  # fmt: skip
        make("notice", "brake_verified", "noted", time=january(7, "10:00:00"),
             evidence={"after": "cycles", "push_rod": "copper", "verdict": "not_yet", "reasons": ["incident_since"],
                       "before": figures(271, 290), "now": figures(229, 236)})  # fmt: skip
        make("stats", "statistics_day", "noted", time=january(8, "00:00:00"),
             counts={"timings": {"brake_1_set": {"median_ms": 230}, "door_opening": {"median_ms": 1984}}})  # fmt: skip
        self.deliver()
        self.assertEqual(
            [("LIFT-A", "U", "", "Alpha", "North", "DZS-800", "鼓式", "铜", "2026-01-04", "4711", "2026-01-05", "4712", "臂1 90",
              "臂1 271, 臂2 290", "臂1 90", "臂1 229, 臂2 236", "", "臂1 230", "1", "未完成治理", "治理后发生制动器故障", "lift-a"),
             ("LIFT-B", "U", "", "Alpha", "South", "DZS-800", "鼓式", *[""] * 11, "0", "", "", "lift-b")],
            self.answers('SELECT * FROM drum_brake ORDER BY "终端编号"'),
        )  # fmt: skip

    def test_inspections_and_visits_that_are_overdue(self):
        def notice(name, kind, days_ago, **evidence):
            self.boxes[name].make("notice", kind, "noted", time=ago(days=days_ago), evidence=evidence)

        def day(offset):
            return (datetime.date.today() + datetime.timedelta(days=offset)).isoformat()

        notice("lift-a", "inspection_due", 2, next=day(-4), last=day(-369), days_overdue=2, trips_overdue=300)
        notice("lift-a", "inspection_due", 1, next=day(-4), last=day(-369), days_overdue=3, trips_overdue=410)
        notice("lift-b", "inspection_due", 2, next=day(-4), last=day(-369), days_overdue=2, trips_overdue=300)
        notice("lift-b", "inspection_done", 1, next=day(364), date=day(-1), by="4711")
        notice("lift-c", "inspection_due", 1, next=day(7), last=day(-358), days_left=7)
        notice("lift-a", "maintenance_overdue", 3, days=15, last_visit=ago(days=18))
        notice("lift-a", "maintenance_ended", 2, counts=False)
        notice("lift-b", "maintenance_overdue", 3, days=15, last_visit=ago(days=18))
        notice("lift-b", "maintenance_ended", 2, counts=True)
        self.deliver()
        self.assertEqual(
            [("lift-a", day(-369), day(-4), "4", "410")],
            self.postgres.rows("SELECT device, last_inspection, due, days_overdue, trips_overdue FROM overdue_inspection"),
        )
        self.assertEqual(
            [("lift-a", "18")],
            self.postgres.rows("SELECT device, extract(day FROM since_last_visit) FROM overdue_maintenance"),
        )

    def test_nonsense_in_a_record_spoils_no_view(self):
        nonsense = {"stopped": "2026-99-99T00:00:00Z", "confirmed": 7, "cleared": [], "reasons": 1, "now": 2, "action": {}}
        self.boxes["lift-a"].make("alarm", "entrapment", "confirmed", evidence=nonsense, codes={"gb24476": "x"})
        self.boxes["lift-a"].make("stats", "statistics_hour", "noted", counts={"runs": "many", "faults": {}}, **{"from": 1})
        self.boxes["lift-a"].make("stats", "statistics_day", "noted", counts={"timings": [{"brake_1_set": 1}]})
        self.boxes["lift-a"].make("notice", "brake_maintained", "noted", evidence={**nonsense, "action": "dismantled"})
        for kind in ("inspection_due", "maintenance_overdue"):
            self.boxes["lift-a"].make("notice", kind, "noted", evidence={"next": "soon", "last_visit": 3})
        self.boxes["lift-a"].make("notice", "brake_verified", "noted", evidence=nonsense)
        self.deliver()
        for (view,) in self.postgres.rows(
            "SELECT relname FROM pg_class WHERE relnamespace = 'city'::regnamespace AND relkind = 'v'"
        ):
            with self.subTest(view=view):
                self.postgres.psql(f"SELECT * FROM {view}")


if __name__ == "__main__":
    unittest.main()
