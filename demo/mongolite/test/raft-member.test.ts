import type { Entry } from '@garbageday/mongolite/raft/entry.ts';
import { raftLog } from '@garbageday/mongolite/raft/log.ts';
import { receive } from '@garbageday/mongolite/raft/member.ts';
import type { Append, SnapshotPage, VoteRequest } from '@garbageday/mongolite/raft/message.ts';
import { majorityOf, type ReplicaSetConfig, rankOf } from '@garbageday/mongolite/raft/replica-set-config.ts';
import { pagesOf } from '@garbageday/mongolite/raft/send-snapshot.ts';
import { describe, expect, it } from 'vitest';
import { loneMember } from './simulation/lone-member.ts';

function configOf(...priorities: readonly number[]): ReplicaSetConfig {
  return {
    setName: 'rs0',
    version: 1,
    electionTimeoutMs: 1500,
    members: priorities.map((priority, id) => ({
      id,
      host: `m${id}:1`,
      priority,
      votes: 1,
      isNewlyAdded: false,
    })),
  };
}

const config = configOf(3, 2, 1);

const encoder = new TextEncoder();

function command(term: number, value: string): Entry {
  return { term, atMs: 0, kind: 'command', payload: encoder.encode(value) };
}

/** Entries 1 (the configuration) to 3, the last of term 4. */
const entries: readonly Entry[] = [
  { term: 1, atMs: 0, kind: 'config', config },
  command(2, 'a'),
  command(4, 'b'),
];

function follower(canVote = true) {
  return loneMember('m1:1', { ballot: { term: 4, votedFor: null, canVote }, entries, commit: 2 });
}

const request: VoteRequest = {
  kind: 'vote-request',
  term: 5,
  isPreVote: false,
  isTransfer: false,
  lastIndex: 3,
  lastTerm: 4,
};

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

type Case = readonly [
  sentence: string,
  change: Partial<VoteRequest>,
  hearsLeader: boolean,
  canVote: boolean,
  answer: string,
];

const cases: readonly Case[] = [
  ['a log as good as its own', {}, false, true, 'granted'],
  ['a longer log', { lastIndex: 9 }, false, true, 'granted'],
  ['a shorter log of a later term', { lastIndex: 1, lastTerm: 5 }, false, true, 'granted'],
  ['a shorter log', { lastIndex: 2 }, false, true, 'behind'],
  ['a longer log of an earlier term', { lastIndex: 9, lastTerm: 3 }, false, true, 'behind'],
  ['an old term', { term: 3 }, false, true, 'refused'],
  ['a leader that it hears', {}, true, true, 'refused'],
  ['a leader that it hears, but who asked for it', { isTransfer: true }, true, true, 'granted'],
  ['its own votes forgotten', {}, false, false, 'refused'],
];

describe('giving a vote', () => {
  it.each(cases)('with %s', (_, change, hearsLeader, canVote, answer) => {
    for (const isPreVote of [false, true]) {
      const { raft, sent } = follower(canVote);
      if (hearsLeader) receive(raft, 'm0:1', append);
      receive(raft, 'm2:1', { ...request, ...change, isPreVote });
      expect(sent.at(-1)).toMatchObject(['m2:1', { kind: 'vote-reply', isPreVote, answer }]);
    }
  });

  it('is on disk before it is given, and given once a term', () => {
    const { raft, sent, ballots } = follower();
    receive(raft, 'm2:1', request);
    receive(raft, 'm0:1', request);
    receive(raft, 'm2:1', request);
    expect(ballots.at(-1)).toEqual({ term: 5, votedFor: 'm2:1', canVote: true });
    expect(sent.map(([host, message]) => [host, 'answer' in message && message.answer])).toEqual([
      ['m2:1', 'granted'],
      ['m0:1', 'refused'],
      ['m2:1', 'granted'],
    ]);
  });

  it('beforehand promises and changes nothing', () => {
    const { raft, ballots } = follower();
    receive(raft, 'm2:1', { ...request, isPreVote: true });
    expect(ballots).toEqual([]);
    expect(raft.term).toBe(4);
  });
});

describe('taking entries', () => {
  const added = [command(4, 'c')];

  it.each<
    readonly [
      string,
      Partial<Append>,
      { readonly isAccepted: boolean; readonly index: number },
      readonly string[],
    ]
  >([
    ['that follow', { entries: added }, { isAccepted: true, index: 4 }, ['a', 'b']],
    [
      'that it has already',
      { prevIndex: 1, prevTerm: 1, entries: entries.slice(1) },
      { isAccepted: true, index: 3 },
      ['a', 'b'],
    ],
    ['after a gap', { prevIndex: 7, entries: added }, { isAccepted: false, index: 3 }, ['a']],
    [
      'after another past',
      { prevIndex: 3, prevTerm: 3, entries: added },
      { isAccepted: false, index: 2 },
      ['a'],
    ],
    ['of a deposed leader', { term: 3, entries: added }, { isAccepted: false, index: 3 }, ['a']],
    [
      'instead of its own uncommitted ones',
      { prevIndex: 2, prevTerm: 2, entries: [command(4, 'x')], commit: 3, term: 6 },
      { isAccepted: true, index: 3 },
      ['a', 'b'],
    ],
    [
      'and commits no more than it was shown',
      { prevIndex: 2, prevTerm: 2, commit: 99 },
      { isAccepted: true, index: 2 },
      ['a'],
    ],
  ])('%s', (_, change, verdict, values) => {
    const { raft, sent, state } = follower();
    raft.commit = 1;
    raft.applied = 1;
    receive(raft, 'm0:1', { ...append, commit: 2, prevIndex: 2, prevTerm: 2 });
    receive(raft, 'm0:1', { ...append, ...change });
    expect(sent.at(-1)).toMatchObject(['m0:1', verdict]);
    expect(state.values).toEqual(values);
  });

  it('replaces its own conflicting ones', () => {
    const { raft, state } = follower();
    raft.commit = 1;
    raft.applied = 1;
    receive(raft, 'm0:1', { ...append, term: 6, prevIndex: 2, prevTerm: 2, entries: [command(6, 'x')] });
    expect(state.values).toEqual(['a', 'x']);
  });
});

describe('installing a snapshot', () => {
  const page = (change: Partial<SnapshotPage>): SnapshotPage => ({
    kind: 'snapshot-page',
    term: 4,
    transfer: 1,
    page: 0,
    isLast: false,
    position: { index: 50, term: 4, atMs: 0 },
    config,
    records: [],
    ...change,
  });

  const values = (...texts: readonly string[]) => texts.map((text) => encoder.encode(text));

  it('changes nothing before the last page', () => {
    const { raft, state, sent } = follower();
    receive(raft, 'm0:1', page({ records: values('x') }));
    expect(sent.at(-1)).toMatchObject(['m0:1', { wanted: 1 }]);
    expect(raft.applied).toBe(0);
    receive(raft, 'm0:1', page({ page: 1, isLast: true, records: values('y') }));
    expect(sent.at(-1)).toMatchObject(['m0:1', { wanted: null }]);
    expect(state.values).toEqual(['x', 'y']);
    expect(raft.log.last().index).toBe(50);
  });

  it('takes a repeated page once', () => {
    const { raft, state } = follower();
    for (const message of [page({ records: values('x') }), page({ records: values('x') })])
      receive(raft, 'm0:1', message);
    receive(raft, 'm0:1', page({ page: 1, isLast: true }));
    expect(state.values).toEqual(['x']);
  });

  it('does not mix pages of two leaders that number their transfers alike', () => {
    const { raft, state } = follower();
    receive(raft, 'm0:1', page({ records: values('old') }));
    receive(raft, 'm0:1', page({ term: 5, records: values('new') }));
    receive(raft, 'm0:1', page({ term: 5, page: 1, isLast: true }));
    expect(state.values).toEqual(['new']);
  });

  it('has no need of one that is older than what it has', () => {
    const { raft, sent } = follower();
    receive(raft, 'm0:1', append);
    receive(raft, 'm0:1', page({ position: { index: 2, term: 2, atMs: 0 }, records: values('x') }));
    expect(sent.at(-1)).toMatchObject(['m0:1', { wanted: null }]);
    expect(raft.log.last().index).toBe(3);
  });
});

describe('the log in memory', () => {
  it('forgets, and still knows the position before its first entry', () => {
    const log = raftLog({ index: 0, term: 0, atMs: 0 }, entries);
    const before = log.bytes();
    log.forgetUpTo(2);
    expect(log.base()).toMatchObject({ index: 2, term: 2 });
    expect(log.positionAt(2)).toMatchObject({ term: 2 });
    expect(log.positionAt(1)).toBeNull();
    expect(log.latestConfig()).toBeNull();
    expect(log.bytes()).toBeLessThan(before);
    log.append(3, [command(9, 'z')]);
    expect(log.last()).toMatchObject({ index: 3, term: 9 });
  });

  it('gives at least one entry and about as many bytes as asked for', () => {
    const log = raftLog(
      { index: 0, term: 0, atMs: 0 },
      Array.from({ length: 9 }, () => command(1, 'x'.repeat(100))),
    );
    expect(log.slice(1, 1)).toHaveLength(1);
    expect(log.slice(1, 400)).toHaveLength(2);
    expect(log.slice(8, 10_000)).toHaveLength(2);
    expect(log.slice(10, 10_000)).toHaveLength(0);
  });

  it.each([
    [[], 10, [0]],
    [[4, 4, 4], 8, [2, 1]],
    [[20, 1], 8, [1, 1]],
  ])('pages records of %j bytes by %i', (sizes, limit, counts) => {
    const pages = [
      ...pagesOf(
        sizes.map((size) => new Uint8Array(size)),
        limit,
      ),
    ];
    expect(pages.map((records) => records.length)).toEqual(counts);
  });
});

describe('rank and majority', () => {
  it.each([
    [
      [3, 2, 1],
      [0, 1, 2],
    ],
    [
      [1, 1, 1],
      [0, 1, 2],
    ],
    [
      [1, 5, 1],
      [1, 0, 2],
    ],
  ])('priorities %j rank %j', (priorities, ranks) => {
    const set = configOf(...priorities);
    expect(set.members.map(({ host }) => rankOf(set, host, () => true))).toEqual(ranks);
  });

  it('does not count who is not there', () => {
    expect(rankOf(config, 'm1:1', (host) => host !== 'm0:1')).toBe(0);
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
  ])('of %i voters %i are a majority', (voters, majority) => {
    expect(majorityOf(configOf(...Array.from({ length: voters }, () => 1)))).toBe(majority);
  });
});
