-- Records, as they came, and what is known of those who sent them.

-- A box. Columns beside the documents are what people ask for; they follow the newest `identity` and `status`.
CREATE TABLE device (
  device           text PRIMARY KEY,
  lift             text,          -- registration code (注册代码)
  brand            text,
  maintenance_firm text,
  address          text,
  brake_model      text,
  rescue_number    text,
  version          text,
  seal_key         text,          -- the one that its identity names now
  identity         jsonb,
  identity_at      timestamptz,
  online           boolean,       -- null: it never said
  online_since     timestamptz,
  offline_since    timestamptz,
  status_at        timestamptz,
  state            jsonb,         -- GB/T 24476 clause 9
  state_at         timestamptz,
  first_heard      timestamptz NOT NULL DEFAULT now()
);

-- How far each diary of a box is here. Its row is locked while a batch of it is written, so that any number of
-- receivers may share the work.
CREATE TABLE epoch (
  device      text   NOT NULL REFERENCES device,
  epoch       uuid   NOT NULL,
  upto        bigint NOT NULL DEFAULT 0,   -- 1 to here are here without a gap
  newest      bigint NOT NULL DEFAULT 0,
  low         bigint NOT NULL DEFAULT 0,   -- the oldest record that the box cannot count as received, as it says
  low_since   timestamptz NOT NULL DEFAULT now(),
  first_heard timestamptz NOT NULL DEFAULT now(),
  heard       timestamptz NOT NULL DEFAULT now(),
  asked_at    timestamptz,                 -- for what is missing
  asks        integer NOT NULL DEFAULT 0,  -- since the last step forward
  PRIMARY KEY (device, epoch)
);

-- Which records are here: each key once, whatever the month of the record says.
CREATE TABLE ledger (
  device text        NOT NULL,
  epoch  uuid        NOT NULL,
  seq    bigint      NOT NULL CHECK (seq > 0),
  hash   bytea       NOT NULL CHECK (length(hash) = 32),
  prev   bytea       NOT NULL CHECK (length(prev) = 32),
  at     timestamptz NOT NULL,
  PRIMARY KEY (device, epoch, seq)
) PARTITION BY HASH (device);

DO $$
BEGIN
  FOR part IN 0..15 LOOP
    EXECUTE format('CREATE TABLE ledger_%s PARTITION OF ledger FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
  END LOOP;
END $$;

-- The records. `bytes` are what the box has hashed: keep them as they are; `body` is the same to ask questions of,
-- without the snapshot of all signals (and without U+0000, which jsonb cannot hold).
CREATE TABLE record (
  device      text        NOT NULL,
  epoch       uuid        NOT NULL,
  seq         bigint      NOT NULL,
  at          timestamptz NOT NULL,        -- by the box's clock
  clock       text        NOT NULL,        -- synced, holdover, unset: place it by boot and mono_ms
  boot        text        NOT NULL,
  mono_ms     bigint      NOT NULL,
  class       text        NOT NULL CHECK (class IN ('alarm', 'fault', 'notice', 'stats')),
  type        text        NOT NULL,
  phase       text        NOT NULL,
  confidence  text        NOT NULL,
  incident    text        NOT NULL,
  lift        text        NOT NULL,
  body        jsonb       NOT NULL,
  hash        bytea       NOT NULL,
  bytes       bytea       NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  received_by text        NOT NULL,
  PRIMARY KEY (device, epoch, seq, at)
) PARTITION BY RANGE (at);

CREATE INDEX record_type ON record (type, phase, at);
CREATE INDEX record_device ON record (device, type, at);
CREATE INDEX record_incident ON record (incident, device);
CREATE INDEX record_at ON record (at);

-- Times that no month is made for: a clock that was never set, or runs years ahead.
CREATE TABLE record_unplaced PARTITION OF record DEFAULT;

-- Makes the partition of a month (UTC); rows of that month that had none move into it. False: it was there.
CREATE FUNCTION make_month(month date) RETURNS boolean LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  first date := date_trunc('month', month)::date;
  begins timestamptz := first::timestamp AT TIME ZONE 'UTC';
  ends timestamptz := (first + interval '1 month')::timestamp AT TIME ZONE 'UTC';
  part text := 'record_' || to_char(first, 'YYYY_MM');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('liftbox-city'), 1);
  IF to_regclass(part) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE record INCLUDING ALL)', part);
  EXECUTE format('WITH moved AS (DELETE FROM record_unplaced WHERE at >= %L AND at < %L RETURNING *)'
                 ' INSERT INTO %I SELECT * FROM moved', begins, ends, part);
  EXECUTE format('ALTER TABLE record ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, begins, ends);
  RETURN true;
END $$;

-- The last of the records that follow `after` without a gap; `after` itself if the next one is missing.
CREATE FUNCTION run_end(of_device text, of_epoch uuid, after bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
  reached bigint := after;
  found bigint;
BEGIN
  LOOP
    SELECT coalesce(max(seq), reached) INTO found
      FROM (SELECT seq, row_number() OVER (ORDER BY seq) AS place FROM ledger
             WHERE device = of_device AND epoch = of_epoch AND seq > reached ORDER BY seq LIMIT 1000) AS next
     WHERE seq = reached + place;
    EXIT WHEN found < reached + 1000;
    reached := found;
  END LOOP;
  RETURN found;
END $$;

-- Records that are what their hash says, and yet cannot stand beside those that are here. For a person to judge.
CREATE TABLE set_aside (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  device      text        NOT NULL,
  epoch       uuid        NOT NULL,
  seq         bigint      NOT NULL,
  reason      text        NOT NULL,
  hash        bytea       NOT NULL,
  bytes       bytea       NOT NULL,
  times       integer     NOT NULL DEFAULT 1,
  first_at    timestamptz NOT NULL DEFAULT now(),
  last_at     timestamptz NOT NULL DEFAULT now(),
  received_by text        NOT NULL,
  UNIQUE (device, epoch, seq, hash)
);

-- Messages that are no records, with what is wrong with them.
CREATE TABLE dead_letter (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic       text        NOT NULL,
  reason      text        NOT NULL,
  payload     bytea       NOT NULL,
  digest      bytea       NOT NULL UNIQUE, -- SHA-256 of topic, line feed and payload
  times       integer     NOT NULL DEFAULT 1,
  first_at    timestamptz NOT NULL DEFAULT now(),
  last_at     timestamptz NOT NULL DEFAULT now(),
  received_by text        NOT NULL
);

-- Who listens hears of each: LISTEN city_alarm.
CREATE FUNCTION alarm_of_set_aside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('city_alarm', format('%s %s:%s set aside: %s', NEW.device, NEW.epoch, NEW.seq, NEW.reason));
  RAISE WARNING '% %:% set aside: %', NEW.device, NEW.epoch, NEW.seq, NEW.reason;
  RETURN NEW;
END $$;
CREATE TRIGGER set_aside_alarm AFTER INSERT ON set_aside FOR EACH ROW EXECUTE FUNCTION alarm_of_set_aside();
