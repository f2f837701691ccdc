/** Opens the file in which the local platform keeps its ledger, lever and journal. */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { UsageError } from '@garbageday/core/errors.ts';
import { notAFile } from '../read-regular-file.ts';
import { hasOwnHeader } from './has-own-ledger.ts';
import { applicationId, migrations, schema, schemaVersion } from './schema.ts';
import { damaged, explainSqliteError } from './sqlite-error.ts';

export type Row = Readonly<Record<string, null | number | bigint | string | Uint8Array>>;

/** Small statements on one SQLite file. All throw `UsageError` for a full, read-only, locked or damaged file. */
export type LedgerFile = {
  readonly path: string;
  /** Runs one writing statement; resolves to the number of rows it changed. */
  readonly write: (sql: string, ...values: SQLInputValue[]) => number;
  readonly read: (sql: string, ...values: SQLInputValue[]) => readonly Row[];
  readonly close: () => void;
};

/** Larger files are trusted until a page turns out to be damaged: a full check would take seconds. */
const checkedBytes = 32 * 1024 * 1024;

/**
 * Opens the ledger, or creates one if there is no file. WAL, so that other processes can read and pull the lever while
 * a run writes. A file of a known older version is migrated; one of any other version, of another program or with
 * damage is refused and left untouched.
 */
export function openLedgerFile(path: string): LedgerFile {
  makePrivate(path);
  return explained(path, () => {
    const database = new DatabaseSync(path, { timeout: 2000 });
    try {
      verify(path, database);
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
      return ledgerFile(path, database);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/**
 * Accessible only to its owner, even if an earlier version left it open; SQLite gives the files beside it the same
 * mode.
 */
function makePrivate(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  // Opening a named pipe would wait for a writer.
  if (found !== undefined && !found.isFile()) throw notAFile(path);
  try {
    if (found === undefined) closeSync(openSync(path, 'a', 0o600));
    else if (found.uid === process.getuid?.() && hasOwnHeader(path)) chmodSync(path, found.mode & 0o700);
  } catch {
    // SQLite will get the same error, and that one is explained.
  }
}

function ledgerFile(path: string, database: DatabaseSync): LedgerFile {
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    path,
    write: (sql, ...values) => explained(path, () => Number(prepared(sql).run(...values).changes)),
    read: (sql, ...values) => explained(path, () => prepared(sql).all(...values)),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}

/** Checks before writing: nothing in the file changes unless it is empty or known to be ours. */
function verify(path: string, database: DatabaseSync): void {
  if (isEmpty(database)) {
    create(database);
    return;
  }
  const version = pragma(database, 'user_version');
  if (pragma(database, 'application_id') !== applicationId) {
    throw new UsageError(
      `${path} is a database of another program; nothing was changed: use --directory, or move it away`,
    );
  }
  if (version !== schemaVersion && !migrations.has(version)) {
    throw new UsageError(
      `${path} is a ledger of version ${version}, this garbageday writes version ${schemaVersion}; nothing was changed: ` +
        `use the garbageday that wrote it, or move it away (mv ${path} ${path}.v${version})`,
    );
  }
  if (statSync(path).size <= checkedBytes && !isSound(database)) throw new UsageError(damaged(path));
  if (version !== schemaVersion) migrate(database);
}

/** Two processes may find the file empty at the same time: the second waits, checks again, and finds it created. */
function create(database: DatabaseSync): void {
  inTransaction(database, () => {
    if (isEmpty(database)) database.exec(schema);
  });
}

/** From version to version, completely or not at all; a second process finds it done. */
function migrate(database: DatabaseSync): void {
  inTransaction(database, () => {
    for (let sql = nextMigration(database); sql !== undefined; sql = nextMigration(database))
      database.exec(sql);
  });
}

function nextMigration(database: DatabaseSync): string | undefined {
  return migrations.get(pragma(database, 'user_version'));
}

function inTransaction(database: DatabaseSync, body: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    body();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function isEmpty(database: DatabaseSync): boolean {
  const hasTables = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
  return !hasTables && pragma(database, 'application_id') === 0 && pragma(database, 'user_version') === 0;
}

function isSound(database: DatabaseSync): boolean {
  return database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok';
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

function explained<T>(path: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw explainSqliteError(path, error);
  }
}
