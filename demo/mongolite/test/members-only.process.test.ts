import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Document } from '@garbageday/mongolite/wire/document.ts';
import { encodeMessage, flags } from '@garbageday/mongolite/wire/message.ts';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from './process/free-ports.ts';
import { type ReplicaSet, startReplicaSet } from './process/replica-set.ts';

function call(document: Document): Buffer {
  return encodeMessage(
    { mongoliteRaft: 1, set: 'rs0', $db: 'admin', ...document },
    { requestId: 0, responseTo: 0 },
    flags.moreToCome,
  );
}

const huge = 2 ** 52;

function forged(term: number): readonly Document[] {
  return [
    {
      kind: 'vote-request',
      term,
      isPreVote: false,
      isTransfer: true,
      lastIndex: huge,
      lastTerm: term,
    },
    {
      kind: 'append',
      term,
      seq: 1,
      sentAtMs: 1,
      prevIndex: 1,
      prevTerm: 1,
      entries: [],
      commit: huge,
      grantedTo: null,
    },
    { kind: 'vote-reply', term, forTerm: term, isPreVote: false, answer: 'granted' },
    { kind: 'timeout-now', term },
  ];
}

describe('messages in the name of a member', () => {
  let set: ReplicaSet;
  let client: MongoClient;

  beforeAll(async () => {
    set = await startReplicaSet({ priorities: [3, 2, 1], args: [] });
    client = await new MongoClient(set.uri).connect();
  });

  afterAll(async () => {
    await client.close();
    await set.close();
  });

  const terms = () =>
    Promise.all(set.hosts.map(async (host) => (await set.ask(host, { serverStatus: 1 }))['mongolite'].term));

  const speak = async (to: string, bytes: readonly Buffer[]): Promise<Socket> => {
    const [host = '', port = ''] = to.split(':');
    const socket = connect(Number(port), host);
    socket.on('error', () => {});
    await once(socket, 'connect');
    for (const each of bytes) socket.write(each);
    return socket;
  };

  it('are not believed from whoever merely calls, whatever term they name', async () => {
    const before = await terms();
    const primary = await set.whole();
    const sockets: Socket[] = [];
    for (const to of set.hosts) {
      for (const from of [...set.hosts.filter((host) => host !== to), '127.0.0.1:9']) {
        for (const term of [huge, (before[0] ?? 0) + 1]) {
          const messages = forged(term).map((message) => call({ from, to, message }));
          sockets.push(await speak(to, [call({ from, to }), ...messages]));
        }
      }
    }
    await client.db('wc').collection('words').insertOne({ written: true });
    for (const socket of sockets) socket.destroy();
    expect(await set.whole()).toBe(primary);
    await client.db('wc').collection('words').insertOne({ written: 'after they hung up' });
    expect(await terms()).toEqual(before);
  });

  it('close the connection when no member of the set has that name', async () => {
    const [to = ''] = set.hosts;
    for (const document of [
      { from: '127.0.0.1:9', to },
      { from: to, to },
      { from: set.hosts[1], to: set.hosts[2] },
      { from: set.hosts[1], to, set: 'another' },
      { from: 7, to },
    ]) {
      const socket = await speak(to, [call(document)]);
      await once(socket, 'close');
    }
  });

  it('are not believed from a member that is not in the configuration, though it holds its address', async () => {
    const before = await terms();
    const [to = ''] = set.hosts;
    const [port = 0] = await freePorts(1);
    const from = `127.0.0.1:${port}`;
    const calls: Socket[] = [];
    const stranger = createServer((socket) => calls.push(socket)).listen(port, '127.0.0.1');
    await once(stranger, 'listening');
    const socket = await speak(to, [call({ from, to })]);
    await once(socket, 'close');
    stranger.close();
    expect(calls, 'nobody calls a stranger back').toEqual([]);
    expect(await terms()).toEqual(before);
  });
});
