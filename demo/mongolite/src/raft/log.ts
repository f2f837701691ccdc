/** The log in memory: the entries after a base position that a snapshot covers. */
import { bytesOf, type Entry, type LogPosition } from './entry.ts';
import type { ReplicaSetConfig } from './replica-set-config.ts';

export type RaftLog = {
  /** The position before the first entry that is still here. */
  readonly base: () => LogPosition;
  readonly last: () => LogPosition;
  /** Sum of the entries' sizes. */
  readonly bytes: () => number;
  /** `null` before the base and after the end. */
  readonly positionAt: (index: number) => LogPosition | null;
  readonly entryAt: (index: number) => Entry | null;
  /** Entries from `from` on, at least one, at most about `maxBytes`. */
  readonly slice: (from: number, maxBytes: number) => readonly Entry[];
  /** Puts entries at `from`, replacing everything from there on. */
  readonly append: (from: number, entries: readonly Entry[]) => void;
  /** Forgets entries up to and including `index`. */
  readonly forgetUpTo: (index: number) => void;
  /** Forgets everything: a snapshot at this position took its place. */
  readonly reset: (position: LogPosition) => void;
  /** The latest configuration in the log and its index. */
  readonly latestConfig: () => { readonly index: number; readonly config: ReplicaSetConfig } | null;
};

type LogState = { base: LogPosition; entries: Entry[]; bytes: number };

function positionAt(state: LogState, index: number): LogPosition | null {
  if (index === state.base.index) return state.base;
  const entry = state.entries[index - state.base.index - 1];
  return entry === undefined ? null : { index, term: entry.term, atMs: entry.atMs };
}

function slice(state: LogState, from: number, maxBytes: number): readonly Entry[] {
  const start = from - state.base.index - 1;
  let end = start;
  for (let bytes = 0; end < state.entries.length; end++) {
    const entry = state.entries[end];
    if (entry === undefined) break;
    bytes += bytesOf(entry);
    if (bytes > maxBytes && end > start) break;
  }
  return state.entries.slice(start, end);
}

function append(state: LogState, from: number, entries: readonly Entry[]): void {
  const dropped = state.entries.splice(from - state.base.index - 1);
  for (const entry of dropped) state.bytes -= bytesOf(entry);
  for (const entry of entries) {
    state.entries.push(entry);
    state.bytes += bytesOf(entry);
  }
}

function forgetUpTo(state: LogState, index: number): void {
  const base = positionAt(state, index);
  if (base === null || index <= state.base.index) return;
  for (const entry of state.entries.splice(0, index - state.base.index)) state.bytes -= bytesOf(entry);
  state.base = base;
}

function latestConfig(state: LogState) {
  for (let at = state.entries.length - 1; at >= 0; at--) {
    const entry = state.entries[at];
    if (entry?.kind === 'config') return { index: state.base.index + 1 + at, config: entry.config };
  }
  return null;
}

/** A log that starts after `base` with these entries. */
export function raftLog(base: LogPosition, entries: readonly Entry[]): RaftLog {
  const state: LogState = { base, entries: [], bytes: 0 };
  append(state, base.index + 1, entries);
  return {
    base: () => state.base,
    last: () => positionAt(state, state.base.index + state.entries.length) ?? state.base,
    bytes: () => state.bytes,
    positionAt: (index) => positionAt(state, index),
    entryAt: (index) => state.entries[index - state.base.index - 1] ?? null,
    slice: (from, maxBytes) => slice(state, from, maxBytes),
    append: (from, added) => append(state, from, added),
    forgetUpTo: (index) => forgetUpTo(state, index),
    reset: (position) => {
      state.base = position;
      state.entries = [];
      state.bytes = 0;
    },
    latestConfig: () => latestConfig(state),
  };
}
