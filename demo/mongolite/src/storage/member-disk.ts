/**
 * What a member keeps in its dbpath: `snapshot` (the state at one position) and `log` (ballots, and the entries since).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LogPosition } from '../raft/entry.ts';
import type { Ballot, RaftStorage, Snapshot, StateMachine } from '../raft/ports.ts';
import type { Raft, Recovered } from '../raft/raft.ts';
import { UsageError } from '../usage-error.ts';
import { DamagedFileError } from './record-file.ts';
import { readSnapshot, type SnapshotWriter, snapshotWriter, writeSnapshot } from './snapshot-file.ts';
import { openWriteAheadLog, type WriteAheadLog } from './write-ahead-log.ts';

export type MemberDisk = {
  readonly recovered: Recovered;
  readonly storage: RaftStorage;
  /** Starts compacting the log if it has grown enough; call after entries were applied. */
  readonly compact: (raft: Raft) => void;
};

/** The share of the log that stays after a compaction, for followers that were away for a moment. */
const keptShare = 0.5;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type DiskState = {
  readonly snapshotPath: string;
  readonly log: WriteAheadLog;
  readonly logBytes: number;
  compactedAt: number;
  writing: SnapshotWriter | null;
};

function loadSnapshot(path: string, machine: StateMachine): Recovered['snapshot'] {
  const read = readSnapshot(path);
  if (read === null) return null;
  const restoration = machine.restore();
  for (const record of read.records) restoration.add(record);
  restoration.finish();
  return { position: read.position, config: read.config };
}

function snapshotOf(raft: Raft): Snapshot | null {
  return raft.appliedConfig === null
    ? null
    : { position: raft.appliedPosition, config: raft.appliedConfig, records: raft.ports.machine.records() };
}

function ballotOf({ term, votedFor, canVote }: Raft): Ballot {
  return { term, votedFor, canVote };
}

/** Entries up to here may go: covered by the snapshot, and not among the youngest. */
function forgettable(raft: Raft, snapshot: LogPosition, keptBytes: number): number {
  let index = snapshot.index;
  for (let bytes = 0; index > raft.log.base().index; index--) {
    const entry = raft.log.entryAt(index);
    bytes += entry?.kind === 'command' ? entry.payload.length + 64 : 64;
    if (bytes > keptBytes) break;
  }
  return index;
}

function finishCompaction(disk: DiskState, raft: Raft, snapshot: Snapshot): void {
  disk.writing = null;
  raft.log.forgetUpTo(forgettable(raft, snapshot.position, disk.logBytes * keptShare));
  const base = raft.log.base();
  disk.log.rewrite({
    ballot: ballotOf(raft),
    base,
    entries: raft.log.slice(base.index + 1, Number.POSITIVE_INFINITY),
    commit: raft.commit,
  });
  disk.compactedAt = raft.log.bytes();
}

function continueCompaction(disk: DiskState, raft: Raft, snapshot: Snapshot, writer: SnapshotWriter): void {
  if (disk.writing !== writer) return;
  if (orUsageError(disk.snapshotPath, writer.step)) finishCompaction(disk, raft, snapshot);
  else setImmediate(() => continueCompaction(disk, raft, snapshot, writer));
}

function compact(disk: DiskState, raft: Raft): void {
  if (disk.writing !== null || raft.log.bytes() - disk.compactedAt < disk.logBytes) return;
  const snapshot = snapshotOf(raft);
  if (snapshot === null) return;
  const writer = snapshotWriter(disk.snapshotPath, snapshot);
  disk.writing = writer;
  setImmediate(() => continueCompaction(disk, raft, snapshot, writer));
}

/** The log is replaced as a whole: the snapshot is written first, so that a death between the two loses nothing. */
function install(disk: DiskState, snapshot: Snapshot, ballot: Ballot): void {
  disk.writing?.abandon();
  disk.writing = null;
  writeSnapshot(disk.snapshotPath, snapshot);
  disk.log.rewrite({ ballot, base: snapshot.position, entries: [], commit: snapshot.position.index });
  disk.compactedAt = 0;
}

function orUsageError<T>(path: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot use --dbpath ${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** A member that lost acknowledged entries must not vote, so it does not even start. */
function orDamaged<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (systemErrorCode(error) !== null) throw error;
    throw new UsageError(
      `${path} is damaged (${messageOf(error)}): empty the directory and the member copies everything from the primary`,
      { cause: error },
    );
  }
}

function systemErrorCode(error: unknown): unknown {
  return error instanceof Error && 'syscall' in error && 'code' in error ? error.code : null;
}

function open(directory: string): WriteAheadLog {
  const path = join(directory, 'log');
  return orUsageError(directory, () => {
    mkdirSync(directory, { recursive: true });
    return orDamaged(path, () => openWriteAheadLog(path));
  });
}

function load(path: string, machine: StateMachine): Recovered['snapshot'] {
  return orUsageError(path, () => orDamaged(path, () => loadSnapshot(path, machine)));
}

/**
 * Opens the directory, creates it if it does not exist, and loads the snapshot into the state machine. Throws
 * UsageError; so does the storage later, and then the process must end, because nothing may be written after a partial
 * record.
 */
export function openMemberDisk(path: string, machine: StateMachine, logBytes: number): MemberDisk {
  const log = open(path);
  const snapshotPath = join(path, 'snapshot');
  const snapshot = load(snapshotPath, machine);
  const disk: DiskState = { snapshotPath, log, logBytes, compactedAt: 0, writing: null };
  return {
    recovered: orDamaged(snapshotPath, () => recover(log, snapshot)),
    storage: {
      saveBallot: (ballot) => orUsageError(path, () => log.saveBallot(ballot)),
      append: (from, entries, commit) => orUsageError(path, () => log.append(from, entries, commit)),
      install: (replacement, ballot) => orUsageError(path, () => install(disk, replacement, ballot)),
    },
    compact: (raft) => orUsageError(path, () => compact(disk, raft)),
  };
}

/** A snapshot that is newer than the whole log: the process died before it could start a new log. */
function recover({ contents }: WriteAheadLog, snapshot: Recovered['snapshot']): Recovered {
  const { ballot, base, entries, commit } = contents;
  if ((snapshot?.position.index ?? 0) < base.index) {
    throw new DamagedFileError(`the log begins after entry ${base.index}, which no snapshot holds`);
  }
  if (snapshot === null || snapshot.position.index <= base.index + entries.length) {
    return { ballot, base, entries, commit, snapshot };
  }
  return { ballot, base: snapshot.position, entries: [], commit: snapshot.position.index, snapshot };
}
