/** What a Raft member needs from the world. Everything is synchronous; `send` may lose messages. */
import type { Entry, LogPosition } from './entry.ts';
import type { RaftMessage } from './message.ts';
import type { ReplicaSetConfig } from './replica-set-config.ts';

/** The state machine's answer to one command, a document for the client. */
export type Reply = Readonly<Record<string, unknown>>;

/** What a member must not forget, or it could vote twice in a term. */
export type Ballot = {
  readonly term: number;
  readonly votedFor: string | null;
  /** False after a start with an empty disk: it is unknown what this member promised before. */
  readonly canVote: boolean;
};

/** The committed state at one position. */
export type Snapshot = {
  readonly position: LogPosition;
  readonly config: ReplicaSetConfig;
  /** The state machine's own records, frozen at the position, however late they are read. */
  readonly records: Iterable<Uint8Array>;
};

/** Survives the death of the process. Returns once the operating system has the bytes; throws if it does not. */
export type RaftStorage = {
  readonly saveBallot: (ballot: Ballot) => void;
  /** Puts entries at `from`, replacing everything from there on. `commit` is a hint for a quicker start. */
  readonly append: (from: number, entries: readonly Entry[], commit: number) => void;
  /** The log is replaced by this snapshot. */
  readonly install: (snapshot: Snapshot, ballot: Ballot) => void;
};

/** A snapshot on its way in: nothing changes until `finish`. */
export type Restoration = {
  readonly add: (record: Uint8Array) => void;
  readonly finish: () => void;
};

/** Deterministic: the same commands in the same order give the same state on every member. */
export type StateMachine = {
  readonly apply: (payload: Uint8Array) => Reply;
  readonly records: () => Iterable<Uint8Array>;
  readonly restore: () => Restoration;
};

export type RaftPorts = {
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  /** Epoch milliseconds. */
  readonly wallClockMs: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly send: (host: string, message: RaftMessage) => void;
  /** About how many bytes of entries, or of a snapshot, one message carries. */
  readonly messageBytes: number;
  /** Runs soon after everything that arrived together has been handled: proposals are batched until then. */
  readonly soon: (task: () => void) => void;
  readonly storage: RaftStorage;
  readonly machine: StateMachine;
  /** Role, leader or configuration changed. Called before the proposals that this ends are settled. */
  readonly changed: () => void;
  /** Entries were applied up to here. */
  readonly applied: (index: number) => void;
};
