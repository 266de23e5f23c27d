#!/usr/bin/python3
"""Canonical bytes by another implementation: a JSON text a line in, its canonical bytes a line out."""

import json
import sys

for line in sys.stdin.buffer:
    body = json.dumps(json.loads(line), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    sys.stdout.buffer.write(body.encode() + b"\n")
