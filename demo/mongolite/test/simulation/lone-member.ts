/** One member without a world around it: what it sends is collected, time stands where it is put. */

import type { Entry } from '@garbageday/mongolite/raft/entry.ts';
import type { RaftMessage } from '@garbageday/mongolite/raft/message.ts';
import type { Ballot, RaftPorts } from '@garbageday/mongolite/raft/ports.ts';
import { createRaft, type Raft } from '@garbageday/mongolite/raft/raft.ts';

export type LoneMember = {
  readonly raft: Raft;
  readonly sent: (readonly [host: string, message: RaftMessage])[];
  readonly ballots: Ballot[];
  /** What the state machine was given by finished restorations and applied commands. */
  readonly state: { values: string[] };
  readonly clock: { nowMs: number };
};

type Situation = { readonly ballot: Ballot; readonly entries: readonly Entry[]; readonly commit: number };

const decoder = new TextDecoder();

export function loneMember(self: string, { ballot, entries, commit }: Situation): LoneMember {
  const sent: (readonly [string, RaftMessage])[] = [];
  const ballots: Ballot[] = [];
  const state = { values: [] as string[] };
  const clock = { nowMs: 10_000 };
  const ports: RaftPorts = {
    nowMs: () => clock.nowMs,
    wallClockMs: () => clock.nowMs,
    random: () => 0,
    send: (host, message) => sent.push([host, message]),
    messageBytes: 1000,
    soon: (task) => task(),
    storage: {
      saveBallot: (saved) => void ballots.push(saved),
      append: () => {},
      install: () => {},
    },
    machine: {
      apply: (payload) => {
        state.values.push(decoder.decode(payload));
        return { ok: 1 };
      },
      records: () => [],
      restore: () => {
        const values: string[] = [];
        return {
          add: (record) => void values.push(decoder.decode(record)),
          finish: () => {
            state.values = values;
          },
        };
      },
    },
    changed: () => {},
    applied: () => {},
  };
  const base = { index: 0, term: 0, atMs: 0 };
  const raft = createRaft(self, 'incarnation', ports, { ballot, base, entries, commit, snapshot: null });
  return { raft, sent, ballots, state, clock };
}
