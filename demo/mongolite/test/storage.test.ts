import { appendFileSync, copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '@garbageday/mongolite/raft/entry.ts';
import { defaultElectionTimeoutMs } from '@garbageday/mongolite/raft/raft.ts';
import { openMemberDisk } from '@garbageday/mongolite/storage/member-disk.ts';
import { DamagedFileError, frameRecord, readRecords } from '@garbageday/mongolite/storage/record-file.ts';
import { readSnapshot, writeSnapshot } from '@garbageday/mongolite/storage/snapshot-file.ts';
import { openWriteAheadLog } from '@garbageday/mongolite/storage/write-ahead-log.ts';
import { createStore } from '@garbageday/mongolite/store/store.ts';
import { encodeWrite } from '@garbageday/mongolite/store/write-command.ts';
import { encodeDocument } from '@garbageday/mongolite/wire/document.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from './temporary-directory.ts';

const config = {
  setName: 'rs0',
  version: 1,
  electionTimeoutMs: defaultElectionTimeoutMs,
  members: [{ id: 0, host: '127.0.0.1:1', priority: 1, votes: 1 as const, isNewlyAdded: false }],
};

function command(term: number, text: string): Entry {
  return {
    term,
    atMs: 5,
    kind: 'command',
    payload: Uint8Array.from(Buffer.from(text)),
  };
}

const ballot = { term: 3, votedFor: '127.0.0.1:1', canVote: true };

function written(path: string) {
  const log = openWriteAheadLog(path);
  log.saveBallot(ballot);
  log.append(1, [{ term: 1, atMs: 1, kind: 'config', config }, command(1, 'a')], 0);
  const beforeLast = statSync(path).size;
  log.append(3, [command(1, 'b'), { term: 2, atMs: 2, kind: 'noop' }], 2);
  log.close();
  return { beforeLast, size: statSync(path).size };
}

function writtenAt(path: string): string {
  written(path);
  return path;
}

describe('the write-ahead log', () => {
  it('gives back the ballot, the entries and the commit hint', () => {
    const path = join(temporaryDirectory(), 'log');
    written(path);
    const { contents } = openWriteAheadLog(path);
    expect(contents).toEqual({
      ballot,
      base: { index: 0, term: 0, atMs: 0 },
      entries: [
        { term: 1, atMs: 1, kind: 'config', config },
        command(1, 'a'),
        command(1, 'b'),
        { term: 2, atMs: 2, kind: 'noop' },
      ],
      commit: 2,
    });
  });

  it('loses exactly the write that a dying process did not finish, wherever it was cut', () => {
    const directory = temporaryDirectory();
    const { beforeLast, size } = written(join(directory, 'log'));
    for (let length = beforeLast; length < size; length++) {
      const torn = join(directory, `torn-${length}`);
      copyFileSync(join(directory, 'log'), torn);
      truncateSync(torn, length);
      const log = openWriteAheadLog(torn);
      expect(log.contents.entries).toHaveLength(2);
      expect(statSync(torn).size).toBe(beforeLast);
      log.append(3, [command(4, 'after')], 2);
      log.close();
      expect(openWriteAheadLog(torn).contents.entries.at(-1)).toEqual(command(4, 'after'));
    }
  });

  /** Flips one bit of every byte in turn. */
  const damagedCopies = function* (path: string): Generator<readonly [at: number, copy: string]> {
    const bytes = readFileSync(path);
    for (const at of bytes.keys()) {
      const copy = `${path}-${at}`;
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(copy, changed);
      yield [at, copy];
    }
  };

  it('is refused when any byte of it has changed, and left as it is', () => {
    const path = join(temporaryDirectory(), 'log');
    const { size } = written(path);
    for (const [at, copy] of damagedCopies(path)) {
      expect(() => openWriteAheadLog(copy), `byte ${at}`).toThrow(DamagedFileError);
      expect(statSync(copy).size).toBe(size);
    }
  });

  it('is refused when a record in the middle is gone', () => {
    const path = join(temporaryDirectory(), 'log');
    const { payloads } = readRecords(writtenAt(path));
    expect(payloads).toHaveLength(3);
    const without = (gone: number) => payloads.filter((_, at) => at !== gone).map(frameRecord);
    writeFileSync(path, Buffer.concat(without(1)));
    expect(() => openWriteAheadLog(path)).toThrow(/entries before number 3 are missing/);
  });

  it('is refused when the term of a vote goes back, and for a record of unknown kind', () => {
    const path = join(temporaryDirectory(), 'log');
    const log = openWriteAheadLog(path);
    log.saveBallot(ballot);
    log.saveBallot({ ...ballot, term: 2 });
    log.close();
    expect(() => openWriteAheadLog(path)).toThrow(/term of a vote goes back/);
    writeFileSync(path, frameRecord(encodeDocument({ kind: 'other' })));
    expect(() => openWriteAheadLog(path)).toThrow(/unknown kind other/);
  });

  it('is refused when a damaged length makes a record look torn, because whole records follow it', () => {
    const path = join(temporaryDirectory(), 'log');
    const { beforeLast } = written(path);
    const bytes = readFileSync(path);
    // Both lengths of the second record, so that only the whole record behind it gives the damage away.
    const second = 8 + bytes.readUInt32LE(0);
    for (const at of [second, second + 8]) bytes.writeUInt32LE(1_000_000, at);
    writeFileSync(path, bytes);
    expect(() => openWriteAheadLog(path)).toThrow(`record 2, at byte ${second} of ${bytes.length}`);
    expect(second).toBeLessThan(beforeLast);
  });

  it('drops garbage after the last record', () => {
    const path = join(temporaryDirectory(), 'log');
    const { size } = written(path);
    appendFileSync(path, Buffer.alloc(4096));
    expect(openWriteAheadLog(path).contents.entries).toHaveLength(4);
    expect(statSync(path).size).toBe(size);
  });

  it('replaces a conflicting suffix', () => {
    const path = join(temporaryDirectory(), 'log');
    written(path);
    const log = openWriteAheadLog(path);
    log.append(2, [command(5, 'other')], 1);
    log.close();
    expect(openWriteAheadLog(path).contents.entries.map(({ term }) => term)).toEqual([1, 5]);
  });

  it('begins anew after a compaction and goes on from there', () => {
    const path = join(temporaryDirectory(), 'log');
    written(path);
    const log = openWriteAheadLog(path);
    const base = { index: 3, term: 1, atMs: 5 };
    log.rewrite({ ballot, base, entries: [{ term: 2, atMs: 2, kind: 'noop' }], commit: 4 });
    log.append(5, [command(2, 'c')], 4);
    log.close();
    const { contents } = openWriteAheadLog(path);
    expect(contents.base).toEqual(base);
    expect(contents.entries).toEqual([{ term: 2, atMs: 2, kind: 'noop' }, command(2, 'c')]);
  });
});

describe('the snapshot file', () => {
  const position = { index: 7, term: 2, atMs: 9 };
  const records = ['a', 'bb', 'ccc'].map((text) => Uint8Array.from(Buffer.from(text)));

  it('gives back position, configuration and records', () => {
    const path = join(temporaryDirectory(), 'snapshot');
    writeSnapshot(path, { position, config, records });
    const read = readSnapshot(path);
    expect(read).toMatchObject({ position, config });
    expect(read?.records.map((record) => Buffer.from(record).toString())).toEqual(['a', 'bb', 'ccc']);
  });

  it('is null where there is none', () => {
    expect(readSnapshot(join(temporaryDirectory(), 'snapshot'))).toBeNull();
  });

  it('is refused when its end is missing', () => {
    const path = join(temporaryDirectory(), 'snapshot');
    writeSnapshot(path, { position, config, records });
    truncateSync(path, statSync(path).size - 3);
    expect(() => readSnapshot(path)).toThrow();
  });

  it('is refused when any byte of it has changed, or something follows it', () => {
    const path = join(temporaryDirectory(), 'snapshot');
    writeSnapshot(path, { position, config, records: records.map((_, at) => encodeDocument({ at })) });
    const bytes = readFileSync(path);
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(path, changed);
      expect(() => readSnapshot(path), `byte ${at}`).toThrow();
    }
    writeFileSync(path, Buffer.concat([bytes, Buffer.alloc(512)]));
    expect(() => readSnapshot(path)).toThrow(/incomplete/);
  });
});

describe('the disk of a member', () => {
  const insert = (id: string) =>
    encodeWrite({
      kind: 'insert',
      namespace: 'wc.words',
      documents: [{ _id: id }],
      isOrdered: true,
      retry: null,
    });

  it('prefers a snapshot that is newer than the whole log', () => {
    const directory = temporaryDirectory();
    const source = createStore();
    source.machine.apply(insert('x'));
    written(join(directory, 'log'));
    const position = { index: 40, term: 6, atMs: 1 };
    writeSnapshot(join(directory, 'snapshot'), { position, config, records: source.machine.records() });
    const store = createStore();
    const { recovered } = openMemberDisk(directory, store.machine, 1024);
    expect(recovered).toMatchObject({ base: position, entries: [], commit: 40, ballot });
    expect(store.databases().collection('wc.words')?.find({}, 9)).toEqual([{ _id: 'x' }]);
  });

  it('names the file and the way out when the log is damaged, and cuts nothing off', () => {
    const directory = temporaryDirectory();
    const path = join(directory, 'log');
    const { size } = written(path);
    const bytes = readFileSync(path);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(() => openMemberDisk(directory, createStore().machine, 1024)).toThrow(
      /log is damaged \(record 1, at byte 0 of .*empty the directory/,
    );
    expect(statSync(path).size).toBe(size);
  });

  it.each([null, 2])('is refused when the log begins later than the snapshot (at entry %s) ends', (index) => {
    const directory = temporaryDirectory();
    const log = openWriteAheadLog(join(directory, 'log'));
    log.rewrite({ ballot, base: { index: 3, term: 1, atMs: 5 }, entries: [command(2, 'c')], commit: 4 });
    log.close();
    if (index !== null)
      writeSnapshot(join(directory, 'snapshot'), {
        position: { index, term: 1, atMs: 1 },
        config,
        records: [],
      });
    expect(() => openMemberDisk(directory, createStore().machine, 1024)).toThrow(
      /after entry 3, which no snapshot/,
    );
  });

  it('has no vote when the log is gone but not the snapshot', () => {
    const directory = temporaryDirectory();
    writeSnapshot(join(directory, 'snapshot'), {
      position: { index: 9, term: 2, atMs: 1 },
      config,
      records: createStore().machine.records(),
    });
    const { recovered } = openMemberDisk(directory, createStore().machine, 1024);
    expect(recovered.ballot).toEqual({ term: 0, votedFor: null, canVote: false });
  });

  it('names the directory and the way out when the snapshot is damaged', () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'snapshot'), 'not a snapshot');
    expect(() => openMemberDisk(directory, createStore().machine, 1024)).toThrow(
      /is damaged .*empty the directory/,
    );
  });

  it('names a directory that cannot be one', () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'file'), '');
    expect(() => openMemberDisk(join(directory, 'file'), createStore().machine, 1024)).toThrow(
      /cannot use --dbpath .*file/,
    );
  });
});
