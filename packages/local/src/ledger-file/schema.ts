/** The tables of the ledger's file. A change of any of them is a new version, with a migration from the one before. */

/** `GBDY`, so that nobody mistakes another program's database for ours. */
export const applicationId = 0x47424459;

export const schemaVersion = 3;

const outboxTables = `
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  at_ms REAL NOT NULL,
  body TEXT NOT NULL,
  attempted_at_ms REAL,
  posted_at_ms REAL
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_waiting ON outbox (at_ms, id) WHERE posted_at_ms IS NULL;
CREATE TABLE outbox_receipts (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  at_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox_lease (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  holder TEXT NOT NULL,
  until_ms REAL NOT NULL
) STRICT;
`;

const lossTables = `
CREATE TABLE losses (
  instance_id TEXT PRIMARY KEY,
  at_ms REAL NOT NULL,
  loss TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX losses_by_time ON losses (at_ms, instance_id);
CREATE TABLE made_whole (
  instance_id TEXT PRIMARY KEY,
  at_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE losses_watched (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  since_ms REAL NOT NULL
) STRICT;
`;

/** Every key makes its write idempotent: a repeat meets the row that is already there. */
export const schema = `
CREATE TABLE claims (
  key TEXT PRIMARY KEY,
  experiment_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE transitions (
  experiment_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at_ms REAL NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (experiment_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX first_transitions ON transitions (at_ms) WHERE seq = 0;
CREATE TABLE slices (
  service TEXT NOT NULL,
  journey TEXT NOT NULL,
  start_ms INTEGER NOT NULL,
  vantage TEXT NOT NULL,
  seq INTEGER NOT NULL,
  slice TEXT NOT NULL,
  PRIMARY KEY (service, journey, start_ms, vantage, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX slices_by_start ON slices (start_ms);
CREATE TABLE lever (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  reason TEXT NOT NULL,
  since_ms REAL NOT NULL
) STRICT;
CREATE TABLE steps (
  execution TEXT NOT NULL,
  name TEXT NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (execution, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE faults (
  experiment_id TEXT PRIMARY KEY,
  handle TEXT NOT NULL
) STRICT, WITHOUT ROWID;
${outboxTables}
${lossTables}
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${schemaVersion};
`;

/** What turns a file of the version into one of the next; older ones cannot be read. */
export const migrations: ReadonlyMap<number, string> = new Map([
  [1, `${outboxTables} PRAGMA user_version = 2;`],
  [2, `${lossTables} PRAGMA user_version = 3;`],
]);
