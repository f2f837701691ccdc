import { ownState } from '@garbageday/mongolite/commands/member-state.ts';
import type { Entry } from '@garbageday/mongolite/raft/entry.ts';
import { receive } from '@garbageday/mongolite/raft/member.ts';
import type { Append, RaftMessage, SnapshotPage } from '@garbageday/mongolite/raft/message.ts';
import type { ReplicaSetConfig } from '@garbageday/mongolite/raft/replica-set-config.ts';
import { isElectable } from '@garbageday/mongolite/raft/roles.ts';
import { describe, expect, it } from 'vitest';
import { loneMember } from './simulation/lone-member.ts';

const config: ReplicaSetConfig = {
  setName: 'rs0',
  version: 1,
  electionTimeoutMs: 1500,
  members: [3, 2, 1].map((priority, id) => ({
    id,
    host: `m${id}:1`,
    priority,
    votes: 1,
    isNewlyAdded: false,
  })),
};

function command(term: number, value: string): Entry {
  return {
    term,
    atMs: 0,
    kind: 'command',
    payload: new TextEncoder().encode(value),
  };
}

const append: Append = {
  kind: 'append',
  term: 4,
  seq: 1,
  sentAtMs: 9,
  prevIndex: 3,
  prevTerm: 4,
  entries: [],
  commit: 3,
  grantedTo: null,
};

/** Entries 1 (the configuration) to 3, the last of term 4. */
function follower() {
  return loneMember('m1:1', {
    ballot: { term: 4, votedFor: null, canVote: true },
    entries: [{ term: 1, atMs: 0, kind: 'config', config }, command(2, 'a'), command(4, 'b')],
    commit: 2,
  });
}

describe('a leader whose log contradicts what is committed here', () => {
  const snapshot: SnapshotPage = {
    kind: 'snapshot-page',
    term: 6,
    transfer: 1,
    page: 0,
    isLast: true,
    position: { index: 2, term: 5, atMs: 0 },
    config,
    records: [],
  };

  const contradictions: readonly (readonly [string, RaftMessage])[] = [
    ['overwrites it', { ...append, term: 6, prevIndex: 1, prevTerm: 1, entries: [command(6, 'x')] }],
    ['follows another past', { ...append, term: 6, prevIndex: 2, prevTerm: 5, entries: [command(6, 'x')] }],
    ['has another past in its snapshot', snapshot],
  ];

  it.each(contradictions)('%s: it is not followed, and this member lives on with its data', (_, message) => {
    const { raft, sent, state } = follower();
    receive(raft, 'm0:1', { ...append, commit: 3 });
    expect(raft.commit).toBe(3);
    sent.length = 0;
    receive(raft, 'm0:1', message);
    expect(ownState(raft)).toBe('RECOVERING');
    expect(raft.log.last()).toMatchObject({ index: 3, term: 4 });
    expect(state.values).toEqual(['a', 'b']);
    expect(raft.leader).toBeNull();
    // Neither does it follow later, nor take the leader's snapshot of a state without its entries.
    receive(raft, 'm0:1', { ...append, term: 6, prevIndex: 3, prevTerm: 4 });
    receive(raft, 'm0:1', { ...snapshot, position: { index: 50, term: 6, atMs: 0 } });
    expect(sent).toEqual([]);
    expect(raft.log.last()).toMatchObject({ index: 3, term: 4 });
  });

  it('gets no vote, and this member does not stand', () => {
    const { raft, sent } = follower();
    receive(raft, 'm0:1', { ...append, commit: 3 });
    receive(raft, 'm0:1', { ...append, term: 6, prevIndex: 2, prevTerm: 5, entries: [command(6, 'x')] });
    for (const isPreVote of [true, false]) {
      receive(raft, 'm2:1', {
        kind: 'vote-request',
        term: 9,
        isPreVote,
        isTransfer: false,
        lastIndex: 3,
        lastTerm: 8,
      });
      expect(sent.at(-1)).toMatchObject(['m2:1', { kind: 'vote-reply', answer: 'refused' }]);
    }
    expect(isElectable(raft)).toBe(false);
  });
});
