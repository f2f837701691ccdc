import { decodeRaftMessage, encodeRaftMessage } from '@garbageday/mongolite/cluster/message-codec.ts';
import { receive } from '@garbageday/mongolite/raft/member.ts';
import type { VoteRequest } from '@garbageday/mongolite/raft/message.ts';
import type { ReplicaSetConfig } from '@garbageday/mongolite/raft/replica-set-config.ts';
import { describe, expect, it } from 'vitest';
import { loneMember } from './simulation/lone-member.ts';

const config: ReplicaSetConfig = {
  setName: 'rs0',
  version: 1,
  electionTimeoutMs: 1500,
  members: [0, 1, 2].map((id) => ({ id, host: `m${id}:1`, priority: 1, votes: 1, isNewlyAdded: false })),
};

const request: VoteRequest = {
  kind: 'vote-request',
  term: 5,
  isPreVote: false,
  isTransfer: false,
  lastIndex: 3,
  lastTerm: 4,
};

describe('a term that no election can have reached', () => {
  const receiving = (term: number, isFounded = true) => {
    const { raft, sent } = loneMember('m1:1', {
      ballot: { term: 4, votedFor: null, canVote: true },
      entries: isFounded ? [{ term: 1, atMs: 0, kind: 'config', config }] : [],
      commit: 0,
    });
    receive(raft, 'm0:1', { ...request, term, lastTerm: term });
    return { term: raft.term, answers: sent.length };
  };

  it('is ignored by a member that knows its set', () => {
    expect(receiving(1_000_004)).toEqual({ term: 1_000_004, answers: 1 });
    expect(receiving(1_000_005)).toEqual({ term: 4, answers: 0 });
    expect(receiving(2 ** 52)).toEqual({ term: 4, answers: 0 });
  });

  it('is taken by one that lost its disk, and cannot know', () => {
    expect(receiving(2_000_000, false)).toEqual({ term: 2_000_000, answers: 1 });
  });
});

describe('a message whose numbers are not counts', () => {
  it.each([-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '5', null])(
    'is refused: term %s',
    (term) => {
      expect(() => decodeRaftMessage({ ...encodeRaftMessage(request), term })).toThrow(/term is not a/);
    },
  );

  it.each(['lastIndex', 'lastTerm'])('is refused: %s below zero', (field) => {
    expect(() => decodeRaftMessage({ ...encodeRaftMessage(request), [field]: -1 })).toThrow(/is not a count/);
  });
});
