/** What members say to each other. One-way messages: a lost one is sent again, an old one is ignored by its term. */
import type { Entry, LogPosition } from './entry.ts';
import type { ReplicaSetConfig } from './replica-set-config.ts';

export type VoteRequest = {
  readonly kind: 'vote-request';
  readonly term: number;
  /** Asks whether an election would be won, without disturbing anyone (Raft thesis §9.6). */
  readonly isPreVote: boolean;
  /** The leader itself asked for this election (§3.10), so voters need not stick to that leader. */
  readonly isTransfer: boolean;
  readonly lastIndex: number;
  readonly lastTerm: number;
};

export type VoteReply = {
  readonly kind: 'vote-reply';
  /** The voter's own term. */
  readonly term: number;
  readonly forTerm: number;
  readonly isPreVote: boolean;
  readonly answer: 'granted' | 'behind' | 'refused';
};

export type Append = {
  readonly kind: 'append';
  readonly term: number;
  readonly seq: number;
  /** The leader's monotonic clock, echoed: what an acknowledgement proves, it proves since then. */
  readonly sentAtMs: number;
  readonly prevIndex: number;
  readonly prevTerm: number;
  readonly entries: readonly Entry[];
  readonly commit: number;
  /** The incarnation that may vote from now on; see `grantVote`. */
  readonly grantedTo: string | null;
};

/** The follower's state, sent in every reply. */
export type FollowerHealth = {
  /** Random per process start, so that a leader notices a restart. */
  readonly incarnation: string;
  /** False after a start with an empty disk, until the leader grants the vote. */
  readonly canVote: boolean;
  /** Whether it would campaign if asked to. */
  readonly isElectable: boolean;
};

export type AppendReply = FollowerHealth & {
  readonly kind: 'append-reply';
  readonly term: number;
  readonly seq: number;
  readonly sentAtMs: number;
  readonly isAccepted: boolean;
  /** Accepted: the follower's log equals the leader's up to here. Rejected: try again from here. */
  readonly index: number;
};

/** One page of a snapshot, for a follower whose next entry is no longer in the log. */
export type SnapshotPage = {
  readonly kind: 'snapshot-page';
  readonly term: number;
  readonly transfer: number;
  readonly page: number;
  readonly isLast: boolean;
  readonly position: LogPosition;
  readonly config: ReplicaSetConfig;
  readonly records: readonly Uint8Array[];
};

export type SnapshotReply = FollowerHealth & {
  readonly kind: 'snapshot-reply';
  readonly term: number;
  readonly transfer: number;
  /** The page wanted next; `null` when the snapshot is installed (or not needed). */
  readonly wanted: number | null;
};

/** Hold an election now: the leader hands over (§3.10). */
export type TimeoutNow = { readonly kind: 'timeout-now'; readonly term: number };

export type RaftMessage =
  | VoteRequest
  | VoteReply
  | Append
  | AppendReply
  | SnapshotPage
  | SnapshotReply
  | TimeoutNow;
