import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UsageError } from '@garbageday/core/errors.ts';
import { forgetOldSlices, localLedger } from '@garbageday/local/ledger.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { schemaVersion } from '@garbageday/local/ledger-file/schema.ts';
import { localOutbox } from '@garbageday/local/outbox.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { collect } from '../contract/collect.ts';
import { sampleSlice } from '../contract/sample-slice.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';

function newPath(): string {
  return join(temporaryDirectory(), 'ledger.sqlite');
}

function open(path: string) {
  const file = openLedgerFile(path);
  onTestFinished(file.close);
  return file;
}

function withSql(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

function refusalOf(path: string): string {
  try {
    openLedgerFile(path).close();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('opened');
}

/** A real ledger with rows enough for several pages. */
async function filled(path: string): Promise<void> {
  const file = openLedgerFile(path);
  const ledger = localLedger(file);
  for (let second = 0; second < 200; second += 1)
    await ledger.putSlice(sampleSlice({ startMs: second * 1000 }));
  file.close();
}

describe('the ledger file', () => {
  it('remembers in WAL mode, under our application id and schema version', () => {
    const path = newPath();
    open(path).close();
    const database = new DatabaseSync(path);
    onTestFinished(() => database.close());
    const values = ['journal_mode', 'application_id', 'user_version'].map(
      (name) => database.prepare(`PRAGMA ${name}`).get()?.[name],
    );
    expect(values).toEqual(['wal', 0x47424459, schemaVersion]);
  });

  it('is made in an empty file', () => {
    const path = newPath();
    writeFileSync(path, '');
    expect(open(path).read('SELECT count(*) AS n FROM slices')).toEqual([{ n: 0 }]);
  });

  it.each([
    ['a newer version', `PRAGMA user_version = ${schemaVersion + 5}`, /version 9.*mv .*ledger\.sqlite\.v9/],
    ['an older version', 'PRAGMA user_version = 0', /version 0/],
    ['another application', 'PRAGMA application_id = 42', /another program/],
  ])('of %s is refused in one line and left as it was', async (_, sql, line) => {
    const path = newPath();
    await filled(path);
    withSql(path, sql);
    const before = readFileSync(path);
    const message = refusalOf(path);
    expect(message).toMatch(line);
    expect(message).toContain(path);
    expect(message).not.toContain('\n');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('of version 3 is brought up to date and keeps its losses, transitions and the lever', async () => {
    const path = newPath();
    withSql(path, readFileSync(join(import.meta.dirname, 'fixtures/ledger-v3.sql'), 'utf8'));
    const file = open(path);
    const ledger = localLedger(file);
    expect(file.read('PRAGMA user_version')).toEqual([{ user_version: schemaVersion }]);
    const all = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
    const at = Date.UTC(2026, 10, 26, 9);
    const read = await ledger.losses(all);
    expect(read?.losses.map(({ instanceId, atMs, wholeAtMs }) => [instanceId, atMs, wholeAtMs])).toEqual([
      ['i-00000000000000001', at + 1_000, at + 3_000],
      ['i-00000000000000002', at + 2_000, null],
    ]);
    expect(read?.sinceMs).toBe(at - 60_000);
    const transitions = await collect(ledger.transitions(all));
    expect(transitions.map(({ state }) => state.kind)).toEqual([
      ...['drawn', 'claimed', 'baseline', 'injected', 'aborted'],
    ]);
    expect(transitions.at(-1)?.state).toMatchObject({ reason: { kind: 'operator' } });
    expect(file.read('SELECT reason FROM lever')).toEqual([{ reason: 'release day' }]);
    const first = read?.losses[0];
    if (first === undefined) throw new Error('no loss');
    await ledger.recordLoss({ ...first, atMs: first.atMs + 60_000 });
    expect((await ledger.losses(all))?.losses).toHaveLength(3);
  });

  const losses = ['losses', 'made_whole', 'losses_watched'];
  it.each([
    [1, ['outbox', 'outbox_receipts', 'outbox_lease', ...losses]],
    [2, losses],
  ])('of version %i is brought up to date and keeps what it had', async (version, added) => {
    const path = newPath();
    await filled(path);
    withSql(
      path,
      `${added.map((table) => `DROP TABLE ${table};`).join('')} PRAGMA user_version = ${version}`,
    );
    const file = open(path);
    expect(file.read('PRAGMA user_version')).toEqual([{ user_version: schemaVersion }]);
    expect(file.read('SELECT count(*) AS n FROM slices')).toEqual([{ n: 200 }]);
    await localOutbox(file).enqueue({ id: 'a', atMs: 1, body: 'new' });
    expect(await localOutbox(open(path)).pending(9)).toMatchObject([{ id: 'a', body: 'new' }]);
    const ledger = localLedger(file);
    expect(await ledger.losses({ fromMs: 0, toMs: 9 })).toBeNull();
    await ledger.watchLosses(5);
    expect(await ledger.losses({ fromMs: 0, toMs: 9 })).toEqual({ sinceMs: 5, losses: [] });
  });

  it("refuses another program's database, which has tables but no id", () => {
    const path = newPath();
    withSql(path, 'CREATE TABLE bookmarks (url TEXT)');
    expect(refusalOf(path)).toMatch(/another program/);
  });

  it.each([
    ['text', () => Buffer.from('this is not a ledger, it is a letter to my aunt\n'.repeat(40))],
    ['half a ledger', (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))],
    ['a ledger with a torn page', (bytes: Buffer) => Buffer.from(bytes).fill(0xff, 8192, 16_384)],
  ])('with %s in it is refused in one line and left as it was', async (_, damage) => {
    const path = newPath();
    await filled(path);
    const bytes = damage(readFileSync(path));
    writeFileSync(path, bytes);
    const message = refusalOf(path);
    expect(message).toMatch(/damaged or not a ledger; nothing was changed.*mv /);
    expect(message).not.toContain('\n');
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('says so in one line when the disk is full, and keeps what it had', async () => {
    const path = newPath();
    const file = open(path);
    const ledger = localLedger(file);
    await ledger.claim('kept', 'e');
    const pages = Number(file.read('PRAGMA page_count')[0]?.['page_count']);
    file.read(`PRAGMA max_page_count = ${pages}`);
    const big = sampleSlice({ service: 'x'.repeat(100_000) });
    await expect(ledger.putSlice(big)).rejects.toThrow(/^no space left for .*ledger\.sqlite; free some/);
    expect(await ledger.claim('kept', 'other')).toEqual({ kind: 'already-claimed', by: 'e' });
  });

  it('says so in one line when its place is a directory or does not exist', () => {
    const directory = temporaryDirectory();
    expect(refusalOf(directory)).toBe(`${directory} is not a file; move it away, or use --directory`);
    expect(refusalOf(join(directory, 'missing', 'ledger.sqlite'))).toMatch(/^cannot open /);
  });

  it('waits for another process that is writing, then says who is in the way', async () => {
    const path = newPath();
    open(path);
    const other = new DatabaseSync(path);
    onTestFinished(() => other.close());
    other.exec('BEGIN IMMEDIATE');
    const file = open(path);
    expect(() => file.write('DELETE FROM lever')).toThrow(/locked by another program/);
    other.exec('ROLLBACK');
    expect(file.write('DELETE FROM lever')).toBe(0);
  });

  it('forgets slices after 400 days, and not a millisecond earlier', async () => {
    const file = open(newPath());
    const ledger = localLedger(file);
    const nowMs = 500 * 86_400_000;
    for (const startMs of [100 * 86_400_000 - 1, 100 * 86_400_000])
      await ledger.putSlice(sampleSlice({ startMs }));
    expect(forgetOldSlices(file, nowMs)).toBe(1);
    const query = { service: 'wordcount', journey: 'probe', fromMs: 0, toMs: nowMs, pageSize: 10 };
    const left = (await collect(ledger.slices(query))).flat();
    expect(left.map(({ startMs }) => startMs)).toEqual([100 * 86_400_000]);
  });
});
