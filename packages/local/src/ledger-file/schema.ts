/** The tables of the ledger's file. A change of any of them is a new version. */

/** `GBDY`, so that nobody mistakes another program's database for ours. */
export const applicationId = 0x47424459;

export const schemaVersion = 1;

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
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${schemaVersion};
`;
