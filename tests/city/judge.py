"""PostgreSQL's own word on whether everything is there, once, and as it was made."""

# The hash is computed here by PostgreSQL over the bytes; nothing that the receiver computed is asked.
EVERYTHING = "SELECT device, epoch, seq, encode(sha256(bytes), 'hex') FROM record ORDER BY device, epoch, seq"
NOT_CHAINED = """
SELECT count(*) FROM (
  SELECT body ->> 'prev' AS prev, coalesce(lag(encode(sha256(bytes), 'hex')) OVER diary, repeat('0', 64)) AS before
    FROM record WINDOW diary AS (PARTITION BY device, epoch ORDER BY seq)) AS pairs
 WHERE prev <> before"""
# Without U+0000, which PostgreSQL's own JSON cannot read.
NOT_AS_IN_COLUMNS = """
SELECT count(*) FROM (
  SELECT *, replace(convert_from(bytes, 'UTF8'), '\\u0000', '')::json AS said FROM record) AS records
 WHERE hash <> sha256(bytes) OR device <> said ->> 'device' OR seq <> (said ->> 'seq')::bigint"""


def complaints(postgres, boxes):
    """What is wrong, in words; empty where nothing is."""
    there = {}
    found = []
    for device, epoch, seq, digest in postgres.rows(EVERYTHING):
        key = (device, epoch, int(seq))
        if key in there:
            found.append(f"{device} {epoch}:{seq} is there twice")
        there[key] = digest
    made = {(box.device, box.epoch, seq): digest for box in boxes for seq, digest in box.log}
    found += [f"{device} {epoch}:{seq} is missing" for device, epoch, seq in sorted(made.keys() - there.keys())]
    found += [f"{device} {epoch}:{seq} was never made" for device, epoch, seq in sorted(there.keys() - made.keys())]
    found += [f"{key} was changed" for key in sorted(made.keys() & there.keys()) if made[key] != there[key]]
    for what, sql in (("do not follow the one before", NOT_CHAINED), ("differ from their columns", NOT_AS_IN_COLUMNS)):
        if number := int(postgres.psql(sql)):
            found.append(f"{number} records {what}")
    return found
