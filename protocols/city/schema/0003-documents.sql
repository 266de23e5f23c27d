-- What boxes say of themselves, retained at the broker: identity, status, state.

-- A time from outside; null where it is none: one box that writes nonsense must not spoil a view of all.
CREATE FUNCTION moment(text text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN text::timestamptz;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END $$;

-- The same of a number.
CREATE FUNCTION number(value jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE jsonb_typeof(value) WHEN 'number' THEN value::numeric END
$$;

CREATE FUNCTION take_identity(of_device text, heard timestamptz, document jsonb) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
  INSERT INTO device (device, lift, brand, maintenance_firm, address, brake_model, rescue_number, version, seal_key,
                      identity, identity_at)
  VALUES (of_device, nullif(document #>> '{lift,registration_code}', ''), nullif(document #>> '{lift,brand}', ''),
          nullif(document #>> '{lift,maintenance_firm}', ''), nullif(document #>> '{lift,address}', ''),
          nullif(document #>> '{lift,brake_model}', ''), nullif(document #>> '{lift,rescue_number}', ''),
          document ->> 'version', document ->> 'seal_key', document, heard)
  ON CONFLICT (device) DO UPDATE
     SET lift = excluded.lift, brand = excluded.brand, maintenance_firm = excluded.maintenance_firm,
         address = excluded.address, brake_model = excluded.brake_model, rescue_number = excluded.rescue_number,
         version = excluded.version, seal_key = excluded.seal_key, identity = excluded.identity,
         identity_at = excluded.identity_at
   WHERE device.identity_at IS NULL OR device.identity_at <= excluded.identity_at
$$;

-- A last will cannot say when the box went: it is offline since somebody here heard of it.
CREATE FUNCTION take_status(of_device text, heard timestamptz, document jsonb) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
  INSERT INTO device (device, online, online_since, offline_since, status_at)
  VALUES (of_device, (document ->> 'online')::boolean,
          CASE WHEN (document ->> 'online')::boolean THEN moment(document ->> 'since') END,
          CASE WHEN NOT (document ->> 'online')::boolean THEN heard END, heard)
  ON CONFLICT (device) DO UPDATE
     SET online = excluded.online, status_at = excluded.status_at, online_since = excluded.online_since,
         offline_since = CASE WHEN NOT excluded.online THEN coalesce(device.offline_since, excluded.offline_since) END
   WHERE device.status_at IS NULL OR device.status_at <= excluded.status_at
$$;

-- `low` is of the diary that the box writes now: the one that began last.
CREATE FUNCTION take_state(of_device text, heard timestamptz, document jsonb) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
  INSERT INTO device (device, state, state_at) VALUES (of_device, document, heard)
  ON CONFLICT (device) DO UPDATE SET state = excluded.state, state_at = excluded.state_at
   WHERE device.state_at IS NULL OR device.state_at <= excluded.state_at;

  UPDATE epoch SET low = number(document -> 'low')::bigint, low_since = now()
   WHERE epoch.device = of_device AND number(document -> 'low') BETWEEN epoch.low + 1 AND 9223372036854775807
     AND epoch.epoch = (SELECT e.epoch FROM epoch e WHERE e.device = of_device ORDER BY e.first_heard DESC LIMIT 1);
$$;
