/**
 * The tables of the ledger's file. A change to any of them is a new version, with a migration from the previous one.
 */

/** `GBDY`, so that no other program's database is mistaken for ours. */
export const applicationId = 0x47424459;

export const schemaVersion = 4;

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

const watchedTable = `
CREATE TABLE losses_watched (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  since_ms REAL NOT NULL
) STRICT;
`;

/** An id alone does not identify a loss: the same seed gives the same ids in another run. */
const lossTables = `
CREATE TABLE losses (
  instance_id TEXT NOT NULL,
  at_ms REAL NOT NULL,
  loss TEXT NOT NULL,
  PRIMARY KEY (at_ms, instance_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE made_whole (
  instance_id TEXT NOT NULL,
  lost_at_ms REAL NOT NULL,
  at_ms REAL NOT NULL,
  PRIMARY KEY (instance_id, lost_at_ms)
) STRICT, WITHOUT ROWID;
`;

/** Version 3 had one loss for each id. */
const lossesById = `
ALTER TABLE losses RENAME TO former_losses;
ALTER TABLE made_whole RENAME TO former_made_whole;
DROP INDEX losses_by_time;
${lossTables}
INSERT INTO losses SELECT instance_id, at_ms, loss FROM former_losses;
INSERT INTO made_whole SELECT instance_id, former_losses.at_ms, former_made_whole.at_ms
  FROM former_losses JOIN former_made_whole USING (instance_id);
DROP TABLE former_losses;
DROP TABLE former_made_whole;
`;

/** Every key makes its write idempotent: a repeat finds the row already there. */
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
${watchedTable}
${lossTables}
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${schemaVersion};
`;

/** The migration from each version to the next; older ones cannot be read. */
export const migrations: ReadonlyMap<number, string> = new Map([
  [1, `${outboxTables} PRAGMA user_version = 2;`],
  // What version 3 added is created as in version 4.
  [2, `${watchedTable} ${lossTables} PRAGMA user_version = 4;`],
  [3, `${lossesById} PRAGMA user_version = 4;`],
]);
