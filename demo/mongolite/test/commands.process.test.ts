import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { decodeDocument, encodeDocument } from '@garbageday/mongolite/wire/document.ts';
import { Binary, type Collection, type Document, Long, MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ReplicaSet, startReplicaSet } from './process/replica-set.ts';

type Word = { _id: string; count?: number; ops?: string[]; n?: number };

describe('a replica set, through the driver', () => {
  let set: ReplicaSet;
  let client: MongoClient;
  let words: Collection<Word>;

  beforeAll(async () => {
    set = await startReplicaSet({ priorities: [3, 2, 1], args: [] });
    client = await new MongoClient(set.uri).connect();
    words = client.db('wc').collection<Word>('words');
  });

  afterAll(async () => {
    await client.close();
    await set.close();
  });

  beforeEach(() => client.db('wc').dropDatabase());

  const secondary = async (): Promise<string> => {
    const primary = await set.whole();
    return set.hosts.find((host) => host !== primary) ?? '';
  };

  it('has the member with the highest priority as primary and says what it is', async () => {
    expect(await set.whole()).toBe(set.hosts[0]);
    const hello = await set.ask(set.hosts[0] ?? '', { hello: 1 });
    expect(hello).toMatchObject({
      isWritablePrimary: true,
      secondary: false,
      setName: 'rs0',
      server: 'mongolite',
    });
    expect(hello['hosts']).toEqual(set.hosts);
    expect(await set.ask(set.hosts[0] ?? '', { buildInfo: 1 })).toMatchObject({
      version: '7.0.0',
      modules: ['mongolite'],
    });
    expect(await set.ask(set.hosts[1] ?? '', { serverStatus: 1 })).toMatchObject({ process: 'mongolite' });
  });

  it('shows every member in replSetGetStatus with state, health and optime', async () => {
    await words.insertOne({ _id: 'a' });
    await set.whole();
    const { members } = await set.ask(set.hosts[0] ?? '', { replSetGetStatus: 1 });
    const shown = members.map(({ name, health, state, stateStr }: Document) => ({
      name,
      health,
      state,
      stateStr,
    }));
    expect(shown).toEqual([
      { name: set.hosts[0], health: 1, state: 1, stateStr: 'PRIMARY' },
      { name: set.hosts[1], health: 1, state: 2, stateStr: 'SECONDARY' },
      { name: set.hosts[2], health: 1, state: 2, stateStr: 'SECONDARY' },
    ]);
    for (const { optimeDate } of members) expect(Date.now() - optimeDate.getTime()).toBeLessThan(60_000);
  });

  it('counts many concurrent upserts of the same new words exactly', async () => {
    const operations = Array.from({ length: 200 }, (_, at) => ({ word: `w${at % 5}`, id: randomUUID() }));
    const count = ({ word, id }: { word: string; id: string }) =>
      words.updateOne(
        { _id: word, ops: { $ne: id } },
        { $inc: { count: 1 }, $push: { ops: { $each: [id], $slice: -64 } } },
        { upsert: true },
      );
    // Every operation twice at once, as after an answer that was lost: the second one is a duplicate.
    const repeated = [...operations, ...operations].map((operation) =>
      count(operation).catch(({ code }) => code),
    );
    const results = await Promise.all(repeated);
    expect(results.filter((result) => result === 11000)).toHaveLength(operations.length);
    const stored = await words.find({}, { projection: { count: 1 }, sort: { _id: 1 } }).toArray();
    expect(stored).toEqual(['w0', 'w1', 'w2', 'w3', 'w4'].map((_id) => ({ _id, count: 40 })));
  });

  it('answers a repeated retryable write again without applying it', async () => {
    const lsid = {
      id: new Binary(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), Binary.SUBTYPE_UUID),
    };
    const command = {
      update: 'words',
      updates: [{ q: { _id: 'a' }, u: { $inc: { count: 1 } }, upsert: true }],
      lsid,
      txnNumber: Long.fromNumber(1),
    };
    // A driver would put its own session into the command.
    const run = () => rawCommand(set.hosts[0] ?? '', { ...command, $db: 'wc' });
    expect(await run()).toMatchObject({ n: 1, upserted: [{ index: 0, _id: 'a' }], ok: 1 });
    expect(await run()).toMatchObject({
      n: 1,
      upserted: [{ index: 0, _id: 'a' }],
      retriedStmtIds: [0],
      ok: 1,
    });
    expect(await words.findOne({ _id: 'a' })).toEqual({ _id: 'a', count: 1 });
  });

  it('refuses a second document under a unique key', async () => {
    const users = client.db('wc').collection('users');
    expect(await users.createIndex({ name: 1 }, { unique: true })).toBe('name_1');
    await users.insertOne({ name: 'a' });
    await expect(users.insertOne({ name: 'a' })).rejects.toMatchObject({
      code: 11000,
      keyValue: { name: 'a' },
    });
    expect((await users.indexes()).map(({ name, unique }) => [name, unique])).toEqual([
      ['_id_', undefined],
      ['name_1', true],
    ]);
  });

  it('pages through a cursor, and forgets it when told to', async () => {
    await words.insertMany(Array.from({ length: 1000 }, (_, at) => ({ _id: `w${at}`, n: at })));
    const all = await words.find({}, { batchSize: 100, sort: { n: 1 } }).toArray();
    expect(all.map(({ n }) => n)).toEqual(Array.from({ length: 1000 }, (_, at) => at));
    const cursor = words.find({}, { batchSize: 10 });
    await cursor.next();
    const id = cursor.id;
    await cursor.close();
    const more = { getMore: id, collection: 'words', $db: 'wc' };
    expect(await rawCommand(set.hosts[0] ?? '', more)).toMatchObject({
      ok: 0,
      code: 43,
      codeName: 'CursorNotFound',
    });
  });

  it('sorts, skips, limits and projects', async () => {
    await words.insertMany(
      Array.from({ length: 50 }, (_, at) => ({ _id: `w${at}`, count: (at * 7) % 50, ops: ['x'] })),
    );
    const top = words
      .find({}, { projection: { ops: 0 } })
      .sort({ count: -1 })
      .skip(1)
      .limit(2);
    expect(await top.toArray()).toEqual([
      { _id: 'w14', count: 48 },
      { _id: 'w21', count: 47 },
    ]);
  });

  it('counts, lists distinct values, aggregates, and lists what there is', async () => {
    await words.insertMany([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 2 },
      { _id: 'c', n: 2 },
    ]);
    expect(await words.countDocuments({ n: 2 })).toBe(2);
    expect(await words.estimatedDocumentCount()).toBe(3);
    expect(await words.distinct('n')).toEqual([1, 2]);
    const total = await words.aggregate([{ $group: { _id: null, n: { $sum: '$n' } } }]).toArray();
    expect(total).toEqual([{ _id: null, n: 5 }]);
    expect((await client.db('wc').listCollections().toArray()).map(({ name }) => name)).toEqual(['words']);
    expect((await client.db().admin().listDatabases()).databases.map(({ name }) => name)).toContain('wc');
  });

  it('finds, changes and removes in one step, and in bulk', async () => {
    await words.insertOne({ _id: 'a', n: 1 });
    const changed = await words.findOneAndUpdate(
      { _id: 'a' },
      { $inc: { n: 1 } },
      { returnDocument: 'after' },
    );
    expect(changed).toEqual({ _id: 'a', n: 2 });
    const result = await words.bulkWrite([
      { insertOne: { document: { _id: 'b', n: 1 } } },
      { updateMany: { filter: {}, update: { $inc: { n: 1 } } } },
      { deleteOne: { filter: { _id: 'b' } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 2, deletedCount: 1 });
    expect(await words.findOneAndDelete({ _id: 'a' })).toEqual({ _id: 'a', n: 3 });
    expect(await words.countDocuments()).toBe(0);
  });

  it('takes batches larger than a document may be, on every member', async () => {
    const text = 'x'.repeat(1024 * 1024);
    await words.insertMany(Array.from({ length: 24 }, (_, at) => ({ _id: `big${at}`, ops: [text] })));
    expect(await words.countDocuments()).toBe(24);
    expect(await words.find({}, { projection: { _id: 1, ops: 1 } }).toArray()).toHaveLength(24);
    await set.whole();
  });

  it('takes unacknowledged writes', async () => {
    await words.insertOne({ _id: 'a' }, { writeConcern: { w: 0 } });
    await expect.poll(() => words.countDocuments({ _id: 'a' })).toBe(1);
  });

  it('refuses what it does not have, by name', async () => {
    await expect(client.db('wc').command({ frobnicate: 1 })).rejects.toMatchObject({ code: 59 });
    const session = client.startSession();
    const transaction = session.withTransaction(() => words.insertOne({ _id: 't' }, { session }));
    await expect(transaction).rejects.toThrow(/does not support multi-document transactions/);
    await session.endSession();
    const collation = { locale: 'de' };
    await expect(words.find({}, { collation }).toArray()).rejects.toThrow(/does not support collation/);
    await expect(words.updateOne({}, { $set: { n: 1 } }, { collation })).rejects.toThrow(/collation/);
    const capped = client.db('wc').createCollection('capped', { capped: true, size: 1000 });
    await expect(capped).rejects.toThrow(/does not support capped/);
    const everybody = words.insertOne({ _id: 'e' }, { writeConcern: { w: 3 } });
    await expect(everybody).rejects.toThrow(/w: 3 is not supported/);
  });

  it('sends writers away from a secondary with a label that lets them retry', async () => {
    const insert = { insert: 'words', documents: [{ _id: 'x' }], $db: 'wc', txnNumber: Long.fromNumber(1) };
    expect(await rawCommand(await secondary(), insert)).toMatchObject({
      ok: 0,
      code: 10107,
      codeName: 'NotWritablePrimary',
      errorLabels: ['RetryableWriteError'],
    });
    expect(await rawCommand(await secondary(), { find: 'words', $db: 'wc' })).toMatchObject({
      ok: 0,
      code: 13435,
    });
  });

  it('reads from a secondary that is asked to', async () => {
    await words.insertOne({ _id: 'a', n: 1 });
    const find = { find: 'words', $db: 'wc', $readPreference: { mode: 'secondary' } };
    const host = await secondary();
    await expect
      .poll(async () => ((await rawCommand(host, find))['cursor'] as Document | undefined)?.['firstBatch'])
      .toEqual([{ _id: 'a', n: 1 }]);
  });

  it('changes the configuration by version, one voter at a time', async () => {
    const { config } = await set.ask(set.hosts[0] ?? '', { replSetGetConfig: 1 });
    expect(config.members.map(({ priority }: Document) => priority)).toEqual([3, 2, 1]);
    const reconfig = (next: Document) => set.ask(set.hosts[0] ?? '', { replSetReconfig: next });
    await expect(reconfig(config)).rejects.toMatchObject({ code: 103 });
    const alone = { ...config, version: config.version + 1, members: config.members.slice(0, 1) };
    await expect(reconfig(alone)).rejects.toMatchObject({ code: 103 });
    await expect(reconfig({ ...config, version: 9, members: [] })).rejects.toMatchObject({ code: 93 });
    await reconfig({ ...config, version: config.version + 1 });
    expect((await set.ask(set.hosts[1] ?? '', { replSetGetConfig: 1 }))['config'].version).toBeGreaterThan(1);
    await expect(set.ask(set.hosts[0] ?? '', { replSetInitiate: {} })).rejects.toMatchObject({ code: 23 });
  });

  it('answers the OP_QUERY handshake of an old driver', async () => {
    const answer = await opQuery(set.hosts[0] ?? '', { isMaster: 1 });
    expect(answer).toMatchObject({ ismaster: true, ok: 1, maxWireVersion: 21 });
  });
});

function exchange(host: string, request: Buffer, bodyAt: number): Promise<Document> {
  return new Promise((resolve, reject) => {
    const [name = '', port = ''] = host.split(':');
    const socket = connect(Number(port), name);
    const chunks: Buffer[] = [];
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      chunks.push(Buffer.from(chunk));
      const bytes = Buffer.concat(chunks);
      if (bytes.length < 4 || bytes.length < bytes.readInt32LE(0)) return;
      socket.destroy();
      resolve(decodeDocument(bytes.subarray(bodyAt)));
    });
    socket.write(request);
  });
}

function withHeader(opcode: number, body: Buffer): Buffer {
  const header = Buffer.alloc(16);
  for (const [at, value] of [16 + body.length, 1, 0, opcode].entries()) header.writeInt32LE(value, at * 4);
  return Buffer.concat([header, body]);
}

/** A command exactly as given, without what a driver adds. */
function rawCommand(host: string, command: Document): Promise<Document> {
  return exchange(host, withHeader(2013, Buffer.concat([Buffer.alloc(5), encodeDocument(command)])), 21);
}

function opQuery(host: string, command: Document): Promise<Document> {
  const body = [Buffer.alloc(4), Buffer.from('admin.$cmd\0'), Buffer.from([0, 0, 0, 0, 255, 255, 255, 255])];
  return exchange(host, withHeader(2004, Buffer.concat([...body, encodeDocument(command)])), 36);
}
