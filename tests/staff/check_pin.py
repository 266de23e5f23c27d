#!/usr/bin/python3
"""A second opinion on a PIN as it is kept: check_pin.py PIN KEPT_FORM ends with 0 if it is that PIN's."""

import base64
import hashlib
import sys

pin, kept = sys.argv[1:]
_, kind, cost, salt, expected = kept.split("$")
cost = {name: int(value) for name, value in (part.split("=") for part in cost.split(","))}
salt, expected = (base64.b64decode(text + "=" * (-len(text) % 4)) for text in (salt, expected))
found = hashlib.scrypt(
    pin.encode(), salt=salt, n=1 << cost["ln"], r=cost["r"], p=cost["p"], maxmem=1 << 28, dklen=len(expected)
)
sys.exit(0 if kind == "scrypt" and found == expected else 1)
