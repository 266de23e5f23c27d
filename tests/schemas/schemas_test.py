#!/usr/bin/python3
"""The schemas are good JSON Schema 2020-12, take what is right, and refuse what is not."""

import copy
import json
import re
import sys
import unittest
from pathlib import Path

from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/story"), str(ROOT / "scripts"), str(Path(__file__).parent)]
import box_records  # noqa: E402
from wiretap import SCHEMAS, Wiretap, validators  # noqa: E402

EPOCH = "0a0e137b-ccfd-4371-88bb-e61da5e2e8d9"
RECORD = {
    "v": 1,
    "device": "lift-demo",
    "epoch": EPOCH,
    "seq": 2,
    "prev": "ab" * 32,
    "boot": EPOCH,
    "mono_ms": 11732476,
    "time": "2026-11-23T18:20:11.969+00:00",
    "since": "2026-11-23T18:20:11.769+00:00",
    "clock": "holdover",
    "lift": "31105101132016060031",
    "type": "safety_chain_open",
    "incident": f"{EPOCH}:2",
    "phase": "raised",
    "severity": "fault",
    "confidence": "certain",
    "codes": {"gb24476": 1, "bacnet": 5},
    "evidence": {},
    "snapshot": {"door_zone": {"value": True, "age_ms": 5, "quality": "good"}},
}
ENVELOPE = {"hash": "cd" * 32, "low": 2, "record": RECORD}
BRAKE_TIMES = {"set_1": {"median_ms": 262, "p95_ms": 301, "cycles": 100}}
BRAKE_WORK = {"action": "dismantled", "done": "2026-01-05", "by": "4711", "before": BRAKE_TIMES}
BRAKE_VERDICT = {
    "after": "30_days",
    "cycles": 31207,
    "verdict": "not_yet",
    "reasons": ["slower_than_before"],
    "push_rod": "copper",
    "before": BRAKE_TIMES,
    "now": BRAKE_TIMES,
    "days": {"set_1": {"median_ms": [231, None], "slowest_ms": [244, None]}},
}


def changed(**changes):
    envelope = copy.deepcopy(ENVELOPE)
    for member, value in changes.items():
        if value is None:
            del envelope["record"][member]
        else:
            envelope["record"][member] = value
    return envelope


def members(schema, path):
    """Those of an object and of what is in it."""
    for name, member in schema.get("properties", {}).items():
        if isinstance(member, dict):  # false: it must not be there
            yield f"{path}.{name}", member
            yield from members(member, f"{path}.{name}")
    for one in schema.get("oneOf", []):
        yield from members(one, path)


class TheSchemas(unittest.TestCase):
    def setUp(self):
        self.judges = validators()

    def test_are_schemas(self):
        for file in SCHEMAS.glob("*.schema.json"):
            Draft202012Validator.check_schema(json.loads(file.read_text()))

    def test_take_a_record(self):
        self.judges["record"].validate(ENVELOPE)

    def test_take_what_was_done_with_a_brake(self):
        self.judges["record"].validate(changed(type="brake_maintained", evidence=BRAKE_WORK))
        self.judges["record"].validate(changed(type="brake_verified", evidence=BRAKE_VERDICT))
        wood = {**BRAKE_WORK, "push_rod": "wood"}
        self.assertFalse(self.judges["record"].is_valid(changed(type="brake_maintained", evidence=wood)))

    def test_know_the_evidence_of_every_type(self):
        for kind in box_records.event_types():
            surprise = changed(type=kind, evidence={"surprise": 1})
            self.assertFalse(self.judges["record"].is_valid(surprise), f"{kind} may have any evidence")
        for kind, samples in box_records.EVIDENCE.items():
            for evidence in samples:
                self.judges["record"].validate(changed(type=kind, evidence=evidence))

    def test_say_what_each_member_of_an_evidence_is(self):
        for kind, schema in json.loads((SCHEMAS / "evidence.schema.json").read_text())["$defs"].items():
            for path, member in members(schema, kind):
                self.assertTrue({"description", "$ref", "const"} & set(member), f"{path} is not described")

    def test_refuse_a_record_that_is_not_as_it_must_be(self):
        for wrong in (
            {"seq": 0},
            {"prev": "ab"},
            {"time": "2026-11-23 18:20:11"},
            {"clock": "right"},
            {"phase": "begun"},
            {"incident": "7"},
            {"evidence": None},
            {"surprise": 1},
            {"type": "entrapment"},  # without its evidence
            {"type": "seal"},
            {"type": "statistics_day"},
            {"type": "brake_maintained"},
            {"type": "brake_verified", "evidence": BRAKE_WORK},
        ):
            self.assertFalse(self.judges["record"].is_valid(changed(**wrong)), wrong)

    def test_refuse_a_receipt_without_an_epoch_and_an_answer_that_says_both(self):
        command = {"id": "1", "issued": "2026-11-23T18:20:12+00:00", "by": "city"}
        self.assertTrue(self.judges["cmd-receipt"].is_valid({**command, "epoch": EPOCH, "ranges": [[1, 3]]}))
        self.assertFalse(self.judges["cmd-receipt"].is_valid(command))
        self.assertFalse(self.judges["cmd-receipt"].is_valid({**command, "epoch": EPOCH, "ranges": [[1]]}))
        self.assertFalse(self.judges["answer"].is_valid({"id": "1", "ok": True, "error": "no"}))
        self.assertFalse(self.judges["answer"].is_valid({"id": "1", "ok": False}))

    def test_know_the_result_of_each_command_that_has_one(self):
        time = "2026-11-23T18:20:11.969+00:00"
        tested = {"passed": False, "bad": ["broker"], "last": time}
        today = {"period": "day", "from": time, "until": time, "counts": {}, "total": {}}
        for result in (tested, today, {"resent": 1, "dropped": [[2, 3]]}, {"name": "asked-1"}):
            self.judges["answer"].validate({"id": "1", "ok": True, "result": result})
        for result in ({**tested, "bad": ["lift"]}, {**tested, "name": "asked-1"}, {}):
            self.assertFalse(self.judges["answer"].is_valid({"id": "1", "ok": True, "result": result}), result)

    def test_are_all_in_the_asyncapi_document_with_a_channel_for_each_topic(self):
        document = (SCHEMAS / "asyncapi.json").read_text()
        named = set(re.findall(r"\./([\w-]+)\.schema\.json", document))
        self.assertEqual(set(self.judges) - {"common", "evidence"}, named)
        for channel in json.loads(document)["channels"].values():
            topic = re.sub(r"\{\w+\}", "x", channel["address"].removeprefix("lift/v1/{device}/"))
            self.assertIsNotNone(Wiretap.schema_of(topic.replace("record/x", "record/alarm")), topic)


if __name__ == "__main__":
    unittest.main()
