/** The current state of a member, in MongoDB's terms (mongodb.com/docs/manual/reference/replica-states). */
import { Long, ObjectId, Timestamp } from 'bson';
import type { LogPosition } from '../raft/entry.ts';
import type { Raft } from '../raft/raft.ts';
import { memberOf } from '../raft/replica-set-config.ts';
import type { Document } from '../wire/document.ts';

export const stateCodes = {
  STARTUP: 0,
  PRIMARY: 1,
  SECONDARY: 2,
  RECOVERING: 3,
  STARTUP2: 5,
  UNKNOWN: 6,
  '(not reachable/healthy)': 8,
  REMOVED: 10,
} as const;

export type MemberState = keyof typeof stateCodes;

/**
 * This member's own state. STARTUP2: it lost its disk and copies everything before it may vote and serve reads.
 * RECOVERING: another member leads with a log that contradicts what is committed here.
 */
export function ownState(raft: Raft): MemberState {
  if (raft.config === null) return 'STARTUP';
  if (memberOf(raft.config, raft.self) === undefined) return 'REMOVED';
  if (raft.hasDiverged) return 'RECOVERING';
  if (!raft.canVote) return 'STARTUP2';
  return raft.role === 'leader' && raft.isReady ? 'PRIMARY' : 'SECONDARY';
}

/** The operation time of a log position: the leader's clock in seconds, made unique by the index. */
export function opTimeOf({ index, term, atMs }: LogPosition): Document {
  return {
    ts: new Timestamp({ t: Math.floor(atMs / 1000), i: index % 2 ** 31 }),
    t: Long.fromNumber(term),
  };
}

/** Grows with the term, so that drivers know the newer of two primaries. */
export function electionIdOf(term: number): ObjectId {
  return ObjectId.createFromHexString(`7fffffff${term.toString(16).padStart(16, '0')}`);
}
