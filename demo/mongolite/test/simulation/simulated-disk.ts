/** A member's disk in memory: it outlives the member's process, and can be lost as a whole. */
import type { Entry, LogPosition } from '@garbageday/mongolite/raft/entry.ts';
import type { Ballot, RaftStorage } from '@garbageday/mongolite/raft/ports.ts';
import type { Raft, Recovered } from '@garbageday/mongolite/raft/raft.ts';
import type { ReplicaSetConfig } from '@garbageday/mongolite/raft/replica-set-config.ts';

export type SimulatedDisk = {
  readonly storage: RaftStorage;
  readonly recover: () => Recovered;
  /** The state machine's records at the snapshot, for whoever starts from this disk. */
  readonly records: () => readonly Uint8Array[];
  /** Replaces the older part of the log by a snapshot, as a compaction does. */
  readonly compact: (raft: Raft, keep: number) => void;
};

type Stored = {
  ballot: Ballot;
  base: LogPosition;
  entries: Entry[];
  commit: number;
  snapshot: { position: LogPosition; config: ReplicaSetConfig } | null;
  records: readonly Uint8Array[];
};

export function simulatedDisk(): SimulatedDisk {
  const stored: Stored = {
    ballot: { term: 0, votedFor: null, canVote: false },
    base: { index: 0, term: 0, atMs: 0 },
    entries: [],
    commit: 0,
    snapshot: null,
    records: [],
  };
  return {
    storage: {
      saveBallot: (ballot) => {
        stored.ballot = ballot;
      },
      append: (from, entries, commit) => {
        stored.entries.length = from - stored.base.index - 1;
        stored.entries.push(...entries);
        stored.commit = commit;
      },
      install: ({ position, config, records }, ballot) => {
        stored.ballot = ballot;
        stored.base = position;
        stored.entries = [];
        stored.commit = position.index;
        stored.snapshot = { position, config };
        stored.records = [...records];
      },
    },
    recover: () => ({
      ballot: stored.ballot,
      base: stored.base,
      entries: [...stored.entries],
      commit: stored.commit,
      snapshot: stored.snapshot,
    }),
    records: () => stored.records,
    compact: (raft, keep) => {
      if (raft.appliedConfig === null) return;
      stored.snapshot = { position: raft.appliedPosition, config: raft.appliedConfig };
      stored.records = [...raft.ports.machine.records()];
      raft.log.forgetUpTo(raft.applied - keep);
      stored.base = raft.log.base();
      stored.entries = [...raft.log.slice(stored.base.index + 1, Number.POSITIVE_INFINITY)];
      stored.commit = raft.commit;
    },
  };
}
