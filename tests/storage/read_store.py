#!/usr/bin/python3
"""Reads a store as an auditor would: sqlite3's own command line, and nothing of liftbox.

usage: read_store.py FILE     prints "N records, M states, chain unbroken", or what is wrong; exit code 1
"""

import hashlib
import json
import subprocess
import sys


def ask(file, sql):
    answer = subprocess.run(["sqlite3", "-readonly", file, sql], check=True, capture_output=True, text=True)
    return [line.split("|") for line in answer.stdout.splitlines()]


def canonical(body):
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def dropped_by(bodies):
    """What records of the box say to be gone: (epoch, first, hash before it) -> (last, hash of the last)."""
    ranges = {}
    for body in bodies:
        if body["type"] == "records_dropped":
            for told in body["evidence"]["ranges"]:
                ranges[told["epoch"], told["from"], told["prev"]] = (told["upto"], told["hash"])
    return ranges


def main(file):
    rows = ask(file, "SELECT uuid, seq, hex(bytes), lower(hex(hash)) FROM record JOIN epoch ON number = epoch ORDER BY id")
    records = [(uuid, int(seq), bytes.fromhex(record), stored) for uuid, seq, record, stored in rows]
    ranges = dropped_by(json.loads(record) for _, _, record, _ in records)
    previous, epoch, count, dropped = "0" * 64, None, 0, 0
    for uuid, seq, record, stored in records:
        body = json.loads(record)
        if hashlib.sha256(record).hexdigest() != stored:
            sys.exit(f"record {seq}: its bytes do not have its hash")
        if canonical(body) != record:
            sys.exit(f"record {seq}: its bytes are not canonical")
        while seq > count + 1 and (uuid, count + 1, previous) in ranges:
            last, previous = ranges[uuid, count + 1, previous]
            dropped += last - count
            count = last
        if (body["epoch"], body["seq"], seq) != (uuid, count + 1, count + 1):
            sys.exit(f"record {seq}: comes after {count} of {epoch}")
        if body["prev"] != previous:
            sys.exit(f"record {seq}: does not follow the record before it")
        previous, epoch, count = stored, uuid, count + 1
    for memory, stored in ask(file, "SELECT json, lower(hex(sha256)) FROM memory"):
        if hashlib.sha256(memory.encode()).hexdigest() != stored:
            sys.exit("the memory does not have its hash")
    states = ask(file, "SELECT count(DISTINCT state) FROM record")[0][0]
    print(f"{len(records)} records, {states} states, {f'{dropped} dropped, ' if dropped else ''}chain unbroken")


if __name__ == "__main__":
    main(sys.argv[1])
