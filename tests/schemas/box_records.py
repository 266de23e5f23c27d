"""Evidence of the types that no detector tells, as daemon and store write it; the stories hold real ones against the schema."""

import re
from pathlib import Path

EPOCH = "0a0e137b-ccfd-4371-88bb-e61da5e2e8d9"
TIME = "2026-11-23T18:20:11.969+00:00"
HASH = "ab" * 32
FOLLOWS = {"new_epoch": "new store", "follows": EPOCH, "follows_seq": "7", "follows_hash": HASH}
RANGE = {"epoch": EPOCH, "from": 40, "upto": 60, "prev": HASH, "hash": HASH}
DROPPED = {"why": "full", "records": 21, "received": {"stats": 19}, "not_received": {"notice": 2}, "ranges": [RANGE]}

EVIDENCE = {
    "incident_cause": [{"code": "0706", "suggested": True, "by": "4711", "note": "编码器"}],
    "inspection_done": [{"date": "2026-11-20", "next": "2027-11-20", "by": "4711"}],
    "started": [{"version": "0.1.0"}, {"version": "0.1.0", "store": "is damaged", **FOLLOWS}],
    "stopped": [{"signal": "15"}],
    "configuration_changed": [{"changes": "landings: 8 -> 9", "site_sha256": HASH}],
    "command_refused": [
        {"command": "open_door", "id": "", "by": "", "reason": "unknown command"},
        {"command": "sign_in", "reason": "wrong_pin", "by": "4711", "in_a_row": "1", "account": "1000"},
    ],
    "certificate_ending": [{"what": "certificate", "name": "lift-demo", "until": TIME, "days_left": "-1"}],
    "telemetry_lost": [{"values": "700", "from": TIME, "upto": TIME}],
    "records_dropped": [DROPPED, {**DROPPED, "oldest": TIME, "newest": TIME, "merged_faults": {"source_lost": 3}}],
    "store_degraded": [FOLLOWS, {"why": "the disk is full"}, {"in_memory_s": "70", "salvaged": "12 records"}],
    "flash_budget_exceeded": [{"bytes_a_day": "90000000", "budget": "67108864"}],
    "seal": [{"algorithm": "ed25519", "key": HASH, "signature": "cd" * 64}],
}


def event_types():
    """All of them, by the names of the wire."""
    text = (Path(__file__).resolve().parents[2] / "agent/elevator/event.cpp").read_text()
    names = re.search(r"type_names\{(.*?)\};", text, re.S)[1]
    return re.findall(r'"(\w+)"', names)
