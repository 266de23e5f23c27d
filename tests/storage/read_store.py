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


def main(file):
    previous, epoch, count = "0" * 64, None, 0
    for uuid, seq, record, stored in ask(
            file, "SELECT uuid, seq, hex(bytes), lower(hex(hash)) FROM record JOIN epoch ON number = epoch ORDER BY id"):
        record = bytes.fromhex(record)
        body = json.loads(record)
        if hashlib.sha256(record).hexdigest() != stored:
            sys.exit(f"record {seq}: its bytes do not have its hash")
        if canonical(body) != record:
            sys.exit(f"record {seq}: its bytes are not canonical")
        if (body["epoch"], body["seq"], int(seq)) != (uuid, count + 1, count + 1):
            sys.exit(f"record {seq}: comes after {count} of {epoch}")
        if body["prev"] != previous:
            sys.exit(f"record {seq}: does not follow the record before it")
        previous, epoch, count = stored, uuid, count + 1
    for memory, stored in ask(file, "SELECT json, lower(hex(sha256)) FROM memory"):
        if hashlib.sha256(memory.encode()).hexdigest() != stored:
            sys.exit("the memory does not have its hash")
    states = ask(file, "SELECT count(DISTINCT state) FROM record")[0][0]
    print(f"{count} records, {states} states, chain unbroken")


if __name__ == "__main__":
    main(sys.argv[1])
