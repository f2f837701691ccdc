/** The write-ahead log: one append-only file of ballots and entries, rewritten when the log is compacted. */
import { closeSync, existsSync, ftruncateSync, openSync, renameSync } from 'node:fs';
import {
  decodeEntry,
  decodePosition,
  documentAt,
  encodeEntry,
  encodePosition,
  numberAt,
} from '../cluster/entry-codec.ts';
import { bytesOf, type Entry, type LogPosition } from '../raft/entry.ts';
import type { Ballot } from '../raft/ports.ts';
import { type Document, decodeDocument, documentsOf, encodeDocument, stringOf } from '../wire/document.ts';
import { DamagedFileError, frameRecord, readRecords, writeAll } from './record-file.ts';

/** What the file says, in the order in which it was written. */
export type LogContents = {
  readonly ballot: Ballot;
  readonly base: LogPosition;
  readonly entries: readonly Entry[];
  readonly commit: number;
};

export type WriteAheadLog = {
  readonly contents: LogContents;
  readonly saveBallot: (ballot: Ballot) => void;
  readonly append: (from: number, entries: readonly Entry[], commit: number) => void;
  /** Rewrites the file with these contents; the old file stays until the new one is complete. */
  readonly rewrite: (contents: LogContents) => void;
  readonly close: () => void;
};

const recordBytes = 1024 * 1024;

function encodeRecord(document: Document): Buffer {
  return frameRecord(encodeDocument(document));
}

function ballotRecord(ballot: Ballot): Buffer {
  return encodeRecord({ kind: 'ballot', ...ballot });
}

function entriesRecord(from: number, entries: readonly Entry[], commit: number): Buffer {
  return encodeRecord({ kind: 'entries', from, commit, entries: entries.map(encodeEntry) });
}

/** One record if the entries are small; otherwise several records of about `recordBytes` each. */
function entriesRecords(from: number, entries: readonly Entry[], commit: number): Buffer {
  const records: Buffer[] = [];
  let start = 0;
  let bytes = 0;
  for (const [at, entry] of entries.entries()) {
    bytes += bytesOf(entry);
    if (bytes < recordBytes && at < entries.length - 1) continue;
    records.push(entriesRecord(from + start, entries.slice(start, at + 1), commit));
    start = at + 1;
    bytes = 0;
  }
  return Buffer.concat(records);
}

type Draft = { ballot: Ballot; base: LogPosition; entries: Entry[]; commit: number };

function emptyDraft(): Draft {
  return {
    ballot: { term: 0, votedFor: null, canVote: false },
    base: { index: 0, term: 0, atMs: 0 },
    entries: [],
    commit: 0,
  };
}

function readBallot(record: Document): Ballot {
  return {
    term: numberAt(record, 'term'),
    votedFor: stringOf(record['votedFor']),
    canVote: record['canVote'] === true,
  };
}

function takeBallot(draft: Draft, ballot: Ballot): void {
  if (ballot.term < draft.ballot.term) throw new DamagedFileError('the term of a vote goes back');
  draft.ballot = ballot;
}

/** Entries follow the existing ones or replace their end: a gap means that a record is missing. */
function takeEntries(draft: Draft, record: Document): void {
  const kept = numberAt(record, 'from') - draft.base.index - 1;
  if (!Number.isInteger(kept) || kept < 0 || kept > draft.entries.length)
    throw new DamagedFileError(`entries before number ${numberAt(record, 'from')} are missing`);
  draft.entries.length = kept;
  draft.entries.push(...documentsOf(record['entries']).map(decodeEntry));
  draft.commit = numberAt(record, 'commit');
}

function replay(draft: Draft, record: Document): void {
  switch (record['kind']) {
    case 'ballot':
      takeBallot(draft, readBallot(record));
      break;
    case 'base':
      draft.base = decodePosition(documentAt(record, 'position'));
      break;
    case 'entries':
      takeEntries(draft, record);
      break;
    default:
      throw new DamagedFileError(`a record of unknown kind ${String(record['kind'])}`);
  }
}

function readContents(path: string): { readonly contents: LogContents; readonly soundBytes: number } {
  const draft = emptyDraft();
  if (!existsSync(path)) return { contents: draft, soundBytes: 0 };
  const { payloads, soundBytes } = readRecords(path);
  for (const payload of payloads) replay(draft, decodeDocument(payload));
  return { contents: draft, soundBytes };
}

function writeAnew(path: string, contents: LogContents): number {
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w');
  writeAll(file, encodeRecord({ kind: 'base', position: encodePosition(contents.base) }));
  writeAll(file, ballotRecord(contents.ballot));
  writeAll(file, entriesRecords(contents.base.index + 1, contents.entries, contents.commit));
  renameSync(fresh, path);
  return file;
}

/**
 * Opens (or creates) the log at `path` and cuts off a torn tail: a write that a dying process did not finish.
 *
 * @throws DamagedFileError if a record is damaged or missing; the file is then left as it is
 */
export function openWriteAheadLog(path: string): WriteAheadLog {
  const { contents, soundBytes } = readContents(path);
  let file = openSync(path, 'a');
  ftruncateSync(file, soundBytes);
  return {
    contents,
    saveBallot: (ballot) => writeAll(file, ballotRecord(ballot)),
    append: (from, entries, commit) => writeAll(file, entriesRecords(from, entries, commit)),
    rewrite: (replacement) => {
      const next = writeAnew(path, replacement);
      closeSync(file);
      file = next;
    },
    close: () => closeSync(file),
  };
}
