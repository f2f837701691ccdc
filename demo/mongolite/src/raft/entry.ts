/** The replicated log's entries. */
import type { ReplicaSetConfig } from './replica-set-config.ts';

/** What every entry carries: the term of its leader and that leader's wall clock, in epoch milliseconds. */
type Stamp = { readonly term: number; readonly atMs: number };

/** A command is opaque here: the state machine's own encoding. */
export type Entry = Stamp &
  (
    | { readonly kind: 'noop' }
    | { readonly kind: 'config'; readonly config: ReplicaSetConfig }
    | { readonly kind: 'command'; readonly payload: Uint8Array }
  );

/** Identifies a position in the log and when it was written. */
export type LogPosition = { readonly index: number; readonly term: number; readonly atMs: number };

const overheadBytes = 64;

/** Roughly what an entry holds in memory and on disk, in bytes. */
export function bytesOf(entry: Entry): number {
  return overheadBytes + (entry.kind === 'command' ? entry.payload.length : 512);
}
