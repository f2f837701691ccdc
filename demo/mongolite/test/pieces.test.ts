import { formatConfig, parseConfig } from '@garbageday/mongolite/cluster/config-codec.ts';
import { decodeEntry, encodeEntry } from '@garbageday/mongolite/cluster/entry-codec.ts';
import { decodeRaftMessage, encodeRaftMessage } from '@garbageday/mongolite/cluster/message-codec.ts';
import { createCursors } from '@garbageday/mongolite/commands/cursors.ts';
import { parseOptions } from '@garbageday/mongolite/options.ts';
import type { RaftMessage } from '@garbageday/mongolite/raft/message.ts';
import { createSessions } from '@garbageday/mongolite/store/sessions.ts';
import { createTopology } from '@garbageday/mongolite/topology.ts';
import { type Document, decodeDocument, encodeDocument } from '@garbageday/mongolite/wire/document.ts';
import { describe, expect, it } from 'vitest';

const members = [
  { _id: 0, host: '127.0.0.1:27017', priority: 2 },
  { _id: 1, host: 'localhost:27018' },
];

describe('the configuration of a set', () => {
  it('has defaults, and comes back as it was', () => {
    const config = parseConfig({ _id: 'rs0', members });
    expect(config).toMatchObject({ setName: 'rs0', version: 1, electionTimeoutMs: 1500 });
    expect(config.members[1]).toEqual({
      id: 1,
      host: 'localhost:27018',
      priority: 1,
      votes: 1,
      isNewlyAdded: false,
    });
    expect(parseConfig(decodeDocument(encodeDocument(formatConfig(config))))).toEqual(config);
  });

  it('takes the time of silence after which there is an election', () => {
    const settings = { electionTimeoutMillis: 700 };
    expect(parseConfig({ _id: 'rs0', members, settings }).electionTimeoutMs).toBe(700);
  });

  it.each<readonly [string, Document, RegExp]>([
    ['no name', { members }, /needs an _id/],
    ['no members', { _id: 'rs0', members: [] }, /1 to 50 members/],
    ['a host without a port', { _id: 'rs0', members: [{ _id: 0, host: 'localhost' }] }, /"name:port"/],
    ['a member without an _id', { _id: 'rs0', members: [{ host: 'a:1' }] }, /integer _id/],
    ['the same _id twice', { _id: 'rs0', members: [members[0], { _id: 0, host: 'b:1' }] }, /same _id/],
    ['the same host twice', { _id: 'rs0', members: [members[0], { ...members[0], _id: 5 }] }, /same host/],
    [
      'nobody who may be primary',
      { _id: 'rs0', members: [{ _id: 0, host: 'a:1', priority: 0 }] },
      /ever be primary/,
    ],
    ['a priority without a vote', { _id: 'rs0', members: [{ _id: 0, host: 'a:1', votes: 0 }] }, /no vote/],
    [
      'a priority that is none',
      { _id: 'rs0', members: [{ _id: 0, host: 'a:1', priority: -1 }] },
      /priority of a:1/,
    ],
    [
      'an arbiter',
      { _id: 'rs0', members: [{ _id: 0, host: 'a:1', arbiterOnly: true }] },
      /does not support arbiterOnly/,
    ],
    ['a version that is none', { _id: 'rs0', version: 0, members }, /version must be/],
    ['no time at all', { _id: 'rs0', members, settings: { electionTimeoutMillis: 5 } }, /100 or more/],
  ])('is refused with %s', (_, document, message) => {
    expect(() => parseConfig(document)).toThrow(message);
  });
});

describe('messages between members', () => {
  const config = parseConfig({ _id: 'rs0', members });
  const position = { index: 7, term: 2, atMs: 5 };
  const health = { incarnation: 'i', canVote: true, isElectable: false };
  const payload = Uint8Array.from([1, 2, 3]);

  it.each<readonly [string, RaftMessage]>([
    [
      'vote-request',
      { kind: 'vote-request', term: 1, isPreVote: true, isTransfer: false, lastIndex: 3, lastTerm: 1 },
    ],
    ['vote-reply', { kind: 'vote-reply', term: 1, forTerm: 2, isPreVote: true, answer: 'behind' }],
    [
      'append',
      {
        kind: 'append',
        term: 2,
        seq: 1,
        sentAtMs: 1.5,
        prevIndex: 0,
        prevTerm: 0,
        entries: [
          { term: 1, atMs: 1, kind: 'config', config },
          { term: 2, atMs: 2, kind: 'noop' },
          { term: 2, atMs: 3, kind: 'command', payload },
        ],
        commit: 0,
        grantedTo: null,
      },
    ],
    [
      'append-reply',
      { kind: 'append-reply', term: 2, seq: 1, sentAtMs: 1.5, isAccepted: true, index: 3, ...health },
    ],
    [
      'snapshot-page',
      {
        kind: 'snapshot-page',
        term: 2,
        transfer: 1,
        page: 0,
        isLast: true,
        position,
        config,
        records: [payload],
      },
    ],
    ['snapshot-reply', { kind: 'snapshot-reply', term: 2, transfer: 1, wanted: null, ...health }],
    ['timeout-now', { kind: 'timeout-now', term: 2 }],
  ])('%s survives the wire', (_, message) => {
    const wire = encodeDocument(encodeRaftMessage(message));
    expect(decodeRaftMessage(decodeDocument(wire))).toEqual(message);
  });

  it.each([
    ['an unknown kind', { kind: 'gossip' }],
    ['a missing term', { kind: 'timeout-now' }],
    ['an unknown answer', { kind: 'vote-reply', term: 1, forTerm: 1, isPreVote: false, answer: 'perhaps' }],
  ])('is refused with %s', (_, document) => {
    expect(() => decodeRaftMessage(document)).toThrow();
  });

  it('keeps a copy of a payload rather than a view into the message', () => {
    const wire = encodeDocument(encodeEntry({ term: 1, atMs: 1, kind: 'command', payload }));
    const entry = decodeEntry(decodeDocument(wire));
    wire.fill(0);
    expect(entry).toMatchObject({ payload });
  });
});

describe('waiting for news of the topology', () => {
  const never = new AbortController().signal;

  it('ends with the next change', async () => {
    const topology = createTopology();
    const before = topology.version();
    const news = topology.changeFrom(before, 60_000, never);
    topology.changed();
    await news;
    expect(topology.version()).not.toEqual(before);
  });

  it('ends at once for a version that is not the latest, or of another process', async () => {
    const topology = createTopology();
    const before = topology.version();
    topology.changed();
    await topology.changeFrom(before, 60_000, never);
    await topology.changeFrom(createTopology().version(), 60_000, never);
    await topology.changeFrom('nonsense', 60_000, never);
  });

  it('ends after the time that the client gave, and when the connection closes', async () => {
    const topology = createTopology();
    await topology.changeFrom(topology.version(), 1, never);
    const closing = new AbortController();
    const news = topology.changeFrom(topology.version(), 60_000, closing.signal);
    closing.abort();
    await news;
  });
});

describe('cursors', () => {
  const documents = Array.from({ length: 5 }, (_, at) => ({ _id: at }));
  const idOf = (answer: Document): number => Number((answer['cursor'] as Document)['id']);

  it('give the rest in batches and are gone after the last', () => {
    const cursors = createCursors();
    const first = cursors.first({ documents, namespace: 'a.b', size: 2 });
    expect(first).toMatchObject({ cursor: { firstBatch: [{ _id: 0 }, { _id: 1 }], ns: 'a.b' }, ok: 1 });
    const id = idOf(first);
    expect(cursors.more(id, 2)).toMatchObject({ cursor: { nextBatch: [{ _id: 2 }, { _id: 3 }] } });
    expect(idOf(cursors.more(id, 2))).toBe(0);
    expect(() => cursors.more(id, 2)).toThrow(/not found/);
  });

  it('are none when everything fits', () => {
    expect(idOf(createCursors().first({ documents, namespace: 'a.b', size: 5 }))).toBe(0);
  });

  it('never put more than 16 MiB into one answer', () => {
    const large = Array.from({ length: 5 }, () => ({ text: 'x'.repeat(6 * 1024 * 1024) }));
    const answer = createCursors().first({ documents: large, namespace: 'a.b', size: 5 });
    expect((answer['cursor'] as { firstBatch: unknown[] }).firstBatch).toHaveLength(2);
  });

  it('are bounded: the one that was not used for longest goes first', () => {
    const cursors = createCursors();
    const ids = Array.from({ length: 1001 }, () =>
      idOf(cursors.first({ documents, namespace: 'a.b', size: 1 })),
    );
    expect(() => cursors.more(ids[0] ?? 0, 1)).toThrow(/not found/);
    expect(cursors.kill(ids[1] ?? 0)).toBe(true);
  });
});

describe('remembered answers', () => {
  it('are bounded by number, oldest use first', () => {
    const sessions = createSessions();
    for (let at = 0; at <= 10_000; at++) sessions.remember(`s${at}`, 1, { n: at });
    expect(sessions.answerTo('s0', 1)).toBeNull();
    expect(sessions.answerTo('s1', 1)).toEqual({ n: 1 });
  });

  it('are bounded by size', () => {
    const sessions = createSessions();
    for (const id of ['a', 'b', 'c']) sessions.remember(id, 1, { text: 'x'.repeat(3 * 1024 * 1024) });
    expect(sessions.answerTo('a', 1)).toBeNull();
    expect(sessions.answerTo('c', 1)).not.toBeNull();
  });
});

describe('the command line', () => {
  it('is mongod’s', () => {
    const args = ['--port=1', '--dbpath', 'd', '--bind_ip', '127.0.0.1,::1', '--replSet', 'x', '--quiet'];
    expect(parseOptions(args)).toEqual({
      setName: 'x',
      port: 1,
      bindIp: '127.0.0.1',
      dbPath: 'd',
      isQuiet: true,
      logBytes: 4 * 1024 * 1024,
    });
  });

  it.each([
    [
      'a log size that is none',
      ['--dbpath', 'd', '--setParameter', 'mongoliteLogBytes=lots'],
      /mongoliteLogBytes/,
    ],
    ['an empty address', ['--dbpath', 'd', '--bind_ip', ''], /--bind_ip/],
    ['an empty set name', ['--dbpath', 'd', '--replSet', ''], /--replSet/],
  ])('is refused with %s', (_, args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});
