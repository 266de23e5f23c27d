#!/usr/bin/python3
"""Seals judged by another implementation (libsodium): a record a line in, good or the reason a line out."""

import json
import sys

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

for line in sys.stdin.buffer:
    record = json.loads(line)
    evidence = record["evidence"]
    signature = bytes.fromhex(evidence.pop("signature"))
    body = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    try:
        VerifyKey(bytes.fromhex(evidence["key"])).verify(body, signature)
        print("good")
    except BadSignatureError as error:
        print(error)
