/** The state of one Raft member. The functions around it each take it and change it; nothing else does. */
import type { LogPosition } from './entry.ts';
import { type RaftLog, raftLog } from './log.ts';
import type { Ballot, RaftPorts, Reply, Restoration, Snapshot } from './ports.ts';
import type { ReplicaSetConfig } from './replica-set-config.ts';

/**
 * The outcome of a proposal. `lost`: this member is not (or no longer) the leader; the proposal may still take effect.
 */
export type Outcome =
  | { readonly kind: 'applied'; readonly reply: Reply; readonly position: LogPosition }
  | { readonly kind: 'not-leader' }
  | { readonly kind: 'lost' };

export type Settle = (outcome: Outcome) => void;

/** A command on its way into the log. */
export type Proposal = { readonly payload: Uint8Array; readonly settle: Settle };

/** A snapshot on its way to a follower. */
export type SnapshotTransfer = {
  readonly id: number;
  readonly snapshot: Snapshot;
  readonly pages: Iterator<readonly Uint8Array[]>;
  page: number;
  current: { readonly records: readonly Uint8Array[]; readonly isLast: boolean };
  sentAtMs: number;
};

/** What the leader knows about one other member. */
export type Progress = {
  next: number;
  match: number;
  inFlight: { readonly seq: number; readonly sentAtMs: number } | null;
  snapshot: SnapshotTransfer | null;
  isConnected: boolean;
  heardAtMs: number;
  /** When the latest acknowledged message was sent: it followed this leader at that moment. */
  provenAtMs: number;
  incarnation: string | null;
  canVote: boolean;
  isElectable: boolean;
  /** Since when this incarnation answers this leader, and the end of the leader's log at that moment. */
  incarnationSinceMs: number;
  incarnationLastIndex: number;
  caughtUpSinceMs: number | null;
};

export type Campaign = {
  readonly term: number;
  readonly isPreVote: boolean;
  readonly isTransfer: boolean;
  readonly dueMs: number;
  readonly granted: Set<string>;
  readonly refused: Map<string, 'behind' | 'refused'>;
};

export type Transfer = { readonly target: string; readonly dueMs: number; isOrdered: boolean };

/** A read that waits for proof that this member still leads. */
export type Confirmation = { readonly sinceMs: number; readonly settle: (isLeader: boolean) => void };

/** A snapshot on its way in. */
export type Installation = {
  readonly term: number;
  readonly transfer: number;
  wanted: number;
  restoration: Restoration;
};

export type Raft = {
  readonly self: string;
  /** Random per process start. */
  readonly incarnation: string;
  readonly ports: RaftPorts;
  readonly log: RaftLog;
  role: 'follower' | 'candidate' | 'leader';
  term: number;
  votedFor: string | null;
  canVote: boolean;
  leader: string | null;
  /** As leader: its own first entry is committed, so it knows what is committed and may serve reads. */
  isReady: boolean;
  commit: number;
  applied: number;
  config: ReplicaSetConfig | null;
  configIndex: number;
  appliedConfig: ReplicaSetConfig | null;
  /** Position of the last applied entry, even when the log has forgotten it. */
  appliedPosition: LogPosition;
  electionDueMs: number;
  leaderHeardAtMs: number;
  tickedAtMs: number;
  beatAtMs: number;
  seq: number;
  campaign: Campaign | null;
  transfer: Transfer | null;
  /** The last election that this leader ordered: its target need not respect the leader's lease. */
  order: { readonly target: string; readonly atMs: number } | null;
  /** No transfer is tried again before this. */
  transferNotBeforeMs: number;
  /** Until then, this member does not campaign and is not handed leadership; Infinity while it is stopping. */
  unelectableUntilMs: number;
  installation: Installation | null;
  /**
   * A leader's log contradicted what is committed here: this member keeps what it has, and neither follows nor votes.
   */
  hasDiverged: boolean;
  readonly connected: Set<string>;
  readonly progress: Map<string, Progress>;
  readonly pending: Map<number, Settle>;
  batch: Proposal[];
  isBatchScheduled: boolean;
  /** Proposals waiting for a leadership transfer to end. */
  held: Proposal[];
  confirmations: Confirmation[];
};

/** What was on disk. */
export type Recovered = {
  readonly ballot: Ballot;
  readonly base: LogPosition;
  readonly entries: Parameters<RaftLog['append']>[1];
  /** Known to be committed when it was written. */
  readonly commit: number;
  /** The state machine already holds this snapshot. */
  readonly snapshot: { readonly position: LogPosition; readonly config: ReplicaSetConfig } | null;
};

/** Milliseconds, except for the last. Chosen for a machine with two busy cores: a starved leader must not look dead. */
export const timing = {
  heartbeatMs: 100,
  campaignMs: 400,
  /** How much later each next rank stands, after a closed connection and after silence. */
  rankDelayMs: 60,
  silentRankDelayMs: 100,
  appendTimeoutMs: 1000,
  takeoverAfterMs: 500,
  transferMs: 500,
  transferRetryMs: 2000,
  initiateDelayMs: 20,
  /** In terms: one election every tenth of a second, for a day. */
  maxTermLead: 1_000_000,
} as const;

export const defaultElectionTimeoutMs = 1500;

export function electionTimeoutOf(raft: Raft): number {
  return raft.config?.electionTimeoutMs ?? defaultElectionTimeoutMs;
}

const noPosition: LogPosition = { index: 0, term: 0, atMs: 0 };

/** A member as it was on disk, not following anyone yet. */
export function createRaft(self: string, incarnation: string, ports: RaftPorts, recovered: Recovered): Raft {
  const log = raftLog(recovered.base, recovered.entries);
  const latest = log.latestConfig();
  const position = recovered.snapshot?.position ?? noPosition;
  return {
    ...emptyState(),
    ...recovered.ballot,
    self,
    incarnation,
    ports,
    log,
    commit: position.index,
    applied: position.index,
    appliedPosition: position,
    appliedConfig: recovered.snapshot?.config ?? null,
    config: latest?.config ?? recovered.snapshot?.config ?? null,
    configIndex: latest?.index ?? 0,
    tickedAtMs: ports.nowMs(),
    electionDueMs: ports.nowMs() + (latest?.config.electionTimeoutMs ?? defaultElectionTimeoutMs),
  };
}

function emptyState() {
  return {
    role: 'follower' as const,
    leader: null,
    isReady: false,
    leaderHeardAtMs: Number.NEGATIVE_INFINITY,
    beatAtMs: 0,
    seq: 0,
    campaign: null,
    transfer: null,
    order: null,
    transferNotBeforeMs: 0,
    unelectableUntilMs: 0,
    installation: null,
    hasDiverged: false,
    connected: new Set<string>(),
    progress: new Map<string, Progress>(),
    pending: new Map<number, Settle>(),
    batch: [],
    isBatchScheduled: false,
    held: [],
    confirmations: [],
  };
}
