"""Everything that goes over the broker, as mosquitto_sub hears it, held against the published schemas."""

import base64
import collections
import json
import re
import subprocess
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker, RefResolver

from lab.processes import Process

SCHEMAS = Path(__file__).resolve().parents[2] / "protocols/schemas"
BELOW_THE_DEVICE = (  # topic, schema
    (r"status|identity|state|telemetry", r"\g<0>"),
    (r"record/(?:alarm|fault|notice|stats)", "record"),
    (r"snapshot/.+", "snapshot"),
    (r"reply/.+", "answer"),
    (r"cmd/(\w+)", r"cmd-\1"),
)


def validators():
    schemas = {file.name: json.loads(file.read_text()) for file in SCHEMAS.glob("*.schema.json")}
    store = {schema["$id"]: schema for schema in schemas.values()}
    return {
        name.removesuffix(".schema.json"): Draft202012Validator(
            schema, resolver=RefResolver.from_schema(schema, store=store), format_checker=FormatChecker()
        )
        for name, schema in schemas.items()
    }


class Wiretap:
    """Foreign ears and a foreign judge: mosquitto_sub and python3-jsonschema."""

    def __init__(self, port, directory, *options):
        self._log = directory / "wiretap.txt"
        self._command = ["mosquitto_sub", "-p", str(port), "-V", "5", "-q", "1", "-c", "-i", "wiretap", *options]
        self._command += ["-t", "lift/v1/#", "-F", "%t %p"]
        self._process = None
        self._validators = validators()

    def start(self):
        self._log.touch()
        self._process = Process("mosquitto_sub", self._command, self._log)

    def stop(self):
        if self._process:
            self._process.stop()

    def heard(self):
        """(topic below the device, payload) of each message."""
        for line in self._log.read_text().splitlines():
            if match := re.match(r"lift/v1/[^/]+/(\S+) (.*)", line):
                yield match[1], match[2]

    def complaints(self):
        found = []
        for topic, payload in self.heard():
            schema = self.schema_of(topic)
            if topic.startswith("cmd/") and schema not in self._validators:
                continue  # a test tries what no box obeys
            if schema is None:
                found.append(f"{topic}: a topic that no schema is for")
                continue
            try:
                errors = self._validators[schema].iter_errors(json.loads(payload))
            except ValueError as error:
                found.append(f"{topic}: no JSON: {error}: {payload[:200]}")
                continue
            found += [f"{topic}: {error.json_path}: {error.message[:300]}" for error in errors]
        return found

    def counted(self):
        """How many messages of each schema."""
        return collections.Counter(self.schema_of(topic) for topic, _ in self.heard())

    def snapshots(self):
        """{name: text} of those of which all parts have come."""
        parts = collections.defaultdict(dict)
        for topic, payload in self.heard():
            if topic.startswith("snapshot/"):
                part = json.loads(payload)
                parts[part["name"], part["sha256"], part["parts"]][part["part"]] = part["data"]
        whole = {}
        for (name, _, count), data in parts.items():
            if len(data) == count:
                frame = b"".join(base64.b64decode(data[part]) for part in sorted(data))
                text = subprocess.run(["zstd", "-d"], input=frame, capture_output=True, check=True).stdout
                whole[name] = text.decode()
        return whole

    @staticmethod
    def schema_of(topic):
        for pattern, schema in BELOW_THE_DEVICE:
            if match := re.fullmatch(pattern, topic):
                return match.expand(schema) if "\\" in schema else schema
        return None
