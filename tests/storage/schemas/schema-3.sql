-- A store as liftbox wrote it with schema 3: five records, one done, one accepted, three waiting.
PRAGMA application_id = 1279414104;
PRAGMA user_version = 3;
PRAGMA journal_mode = WAL;
CREATE TABLE epoch (
  number INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE
, box TEXT NOT NULL DEFAULT '', sum INTEGER NOT NULL DEFAULT 0);
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL REFERENCES epoch(number),
  seq INTEGER NOT NULL,
  class INTEGER NOT NULL,
  type TEXT NOT NULL,
  incident TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  hash BLOB NOT NULL,
  state INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  resend_at INTEGER, sum INTEGER NOT NULL DEFAULT 0,
  UNIQUE (epoch, seq)
);
CREATE INDEX record_waiting ON record (class, id) WHERE state = 0;
CREATE INDEX record_overdue ON record (resend_at) WHERE state = 1;
CREATE INDEX record_open ON record (epoch, seq) WHERE state < 2;
CREATE INDEX record_incident ON record (incident);
CREATE TABLE memory (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  json TEXT NOT NULL,
  sha256 BLOB NOT NULL
);
CREATE TABLE telemetry (
  id INTEGER PRIMARY KEY,
  value_count INTEGER NOT NULL,
  first_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  payload TEXT NOT NULL
, sum INTEGER NOT NULL DEFAULT 0);
CREATE TABLE telemetry_loss (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  value_count INTEGER NOT NULL,
  from_ms INTEGER NOT NULL,
  upto_ms INTEGER NOT NULL
, sum INTEGER NOT NULL DEFAULT 0);
CREATE TABLE dropped (
  epoch INTEGER NOT NULL REFERENCES epoch(number),
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL,
  told INTEGER NOT NULL,
  sum INTEGER NOT NULL,
  PRIMARY KEY (epoch, first)
) WITHOUT ROWID;
CREATE INDEX dropped_told ON dropped (told);
CREATE TABLE schema (version INTEGER NOT NULL, sum INTEGER NOT NULL);
INSERT INTO epoch VALUES (1, '5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44', '', -6198410239638249660);
INSERT INTO record VALUES (1, 1, 1, 2, 'started', '5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44:1', 1767571201000,
  CAST('{"boot":"b1","clock":"synced","confidence":"certain","device":"lift-0042","epoch":"5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44","evidence":{},"incident":"5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44:1","lift":"31105101132016060031","mono_ms":1000,"phase":"noted","prev":"0000000000000000000000000000000000000000000000000000000000000000","seq":1,"severity":"notice","time":"2026-01-05T00:00:01.000+00:00","type":"started","v":1}' AS BLOB),
  x'52717992d1caf8f14410d8b519fb65574af7925d2a6000403f85e154fc6b48cf', 2, 1, NULL, 6383902839104211031);
INSERT INTO record VALUES (2, 1, 2, 1, 'safety_chain_open', '5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44:2', 1767571202000,
  CAST('{"boot":"b1","clock":"synced","confidence":"certain","device":"lift-0042","epoch":"5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44","evidence":{},"incident":"5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44:2","lift":"31105101132016060031","mono_ms":2000,"phase":"raised","prev":"52717992d1caf8f14410d8b519fb65574af7925d2a6000403f85e154fc6b48cf","seq":2,"severity":"fault","time":"2026-01-05T00:00:02.000+00:00","type":"safety_chain_open","v":1}' AS BLOB),
  x'1f05221df06f5c413c522ad6ab88153ac8fb845f2150fad3fb929cf1fc79f93c', 1, 1, 600000, 8245578536713046355);
INSERT INTO record VALUES (3, 1, 3, 0, 'entrapment', '5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44:3', 1767571203000,
  CAST('{"boot":"b1","clock":"synced","confidence":"certain","device":"lift-0042","epoch":"5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44","evidence":{},"incident":"5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44:3","lift":"31105101132016060031","mono_ms":3000,"phase":"confirmed","prev":"1f05221df06f5c413c522ad6ab88153ac8fb845f2150fad3fb929cf1fc79f93c","seq":3,"severity":"alarm","time":"2026-01-05T00:00:03.000+00:00","type":"entrapment","v":1}' AS BLOB),
  x'65cd188abaf47b271535d7ee7c6148b67df3b2e934ef5afa2fa911d4be7805df', 0, 0, NULL, -2158433882023715589);
INSERT INTO record VALUES (4, 1, 4, 0, 'entrapment', '5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44:3', 1767571204000,
  CAST('{"boot":"b1","clock":"synced","confidence":"certain","device":"lift-0042","epoch":"5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44","evidence":{},"incident":"5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44:3","lift":"31105101132016060031","mono_ms":4000,"phase":"cleared","prev":"65cd188abaf47b271535d7ee7c6148b67df3b2e934ef5afa2fa911d4be7805df","seq":4,"severity":"alarm","time":"2026-01-05T00:00:04.000+00:00","type":"entrapment","v":1}' AS BLOB),
  x'3eb95b1016b8099ef745345dd7eb4ed5f06bfab78ddc98af6bece0c2a6c8a7c4', 0, 0, NULL, -6833380753181646296);
INSERT INTO record VALUES (5, 1, 5, 3, 'statistics_hour', '5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44:5', 1767571205000,
  CAST('{"boot":"b1","clock":"synced","confidence":"certain","device":"lift-0042","epoch":"5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44","evidence":{},"incident":"5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44:5","lift":"31105101132016060031","mono_ms":5000,"phase":"noted","prev":"3eb95b1016b8099ef745345dd7eb4ed5f06bfab78ddc98af6bece0c2a6c8a7c4","seq":5,"severity":"stats","time":"2026-01-05T00:00:05.000+00:00","type":"statistics_hour","v":1}' AS BLOB),
  x'9460ad06184af90f5559f3e1a029e0f1a10fd0384886355df9e27347b25d0edd', 0, 0, NULL, 8457324482261692661);
INSERT INTO memory VALUES (1, '{"v":1,"held":"since Monday"}', x'6a6f3df787b9529b0442a14ad2aa6f737cbef90cbfaa2f2589e4dc3c183a0420');
INSERT INTO telemetry VALUES (7, 3, 1767571200000, 1767571201000, 60, '{"values":[1,2,3]}', -870468708020942944);
INSERT INTO telemetry_loss VALUES (1, 12, 1767571100000, 1767571190000, 5298647603991865535);
INSERT INTO schema VALUES (3, 2458463225751164568);
