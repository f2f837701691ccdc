import { once } from 'node:events';
import { connect } from 'node:net';
import { call } from '@garbageday/mongolite/cluster/call.ts';
import { allowLargeDocuments } from '@garbageday/mongolite/wire/document.ts';
import { BSON, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './process/eventually.ts';
import { type ReplicaSet, startReplicaSet } from './process/replica-set.ts';

const limit = 16 * 1024 * 1024;

/** A hundred megabytes pass through three processes: seconds on an idle machine, a minute on a crowded one. */
const patienceMs = 90_000;

type Large = { _id: number; x: string; y?: string };

/** A document of exactly so many bytes. */
function documentOf(id: number, bytes: number): Large {
  return {
    _id: id,
    x: 'x'.repeat(bytes - BSON.calculateObjectSize({ _id: id, x: '' })),
  };
}

describe('the limits of size, on three members', { timeout: 3 * patienceMs }, () => {
  let set: ReplicaSet;
  let client: MongoClient;

  beforeAll(async () => {
    // Nobody is deposed for being slow: this is not about elections.
    set = await startReplicaSet({ priorities: [3, 2, 1], args: [], electionTimeoutMs: patienceMs });
    client = await new MongoClient(set.uri).connect();
  });

  afterAll(async () => {
    await client.close();
    await set.close();
  });

  const large = () => client.db('wc').collection<Large>('large');

  const idsOn = async (host: string): Promise<readonly number[]> => {
    const reader = new MongoClient(`mongodb://${host}/?directConnection=true`);
    try {
      const found = await reader
        .db('wc')
        .collection('large')
        .find({}, { projection: { _id: 1 } })
        .toArray();
      return found.map(({ _id }) => Number(_id)).sort();
    } finally {
      await reader.close();
    }
  };

  const expectEverywhere = async (ids: readonly number[]): Promise<void> => {
    for (const host of set.hosts) {
      const holds = async () => ((await idsOn(host)).join() === ids.join() ? true : null);
      await eventually(`${host} holds ${ids}`, holds, patienceMs);
    }
  };

  it('takes what MongoDB takes, in one message as large as one may be', async () => {
    await large().insertMany([1, 2, 3].map((id) => documentOf(id, 15_990_000)));
    await large().insertOne(documentOf(4, limit));
    expect((await large().findOne({ _id: 4 }))?.x).toHaveLength(documentOf(4, limit).x.length);
    await expectEverywhere([1, 2, 3, 4]);
  });

  it('refuses what MongoDB refuses, and every member lives on', async () => {
    await expect(large().insertOne(documentOf(5, limit + 1))).rejects.toMatchObject({
      code: 2,
      errmsg: `object to insert too large. size in bytes: ${limit + 1}, max size: ${limit}`,
    });
    allowLargeDocuments(24_000_000);
    const tooLarge = { insert: 'large', documents: [documentOf(5, 20_000_000)] };
    expect(await call(await set.whole(), tooLarge, patienceMs)).toMatchObject({ ok: 0, code: 10_334 });
    await expect(large().updateOne({ _id: 4 }, { $set: { y: 'y' } })).rejects.toMatchObject({ code: 17_419 });
    await expect(large().findOneAndUpdate({ _id: 4 }, { $set: { y: 'y' } })).rejects.toMatchObject({
      code: 17_419,
    });
    await expect(large().distinct('x')).rejects.toMatchObject({ code: 17_217 });
    const grouped = large().aggregate([{ $group: { _id: null, all: { $push: '$x' } } }]);
    await expect(grouped.toArray()).rejects.toMatchObject({ code: 10_334 });
    await expectEverywhere([1, 2, 3, 4]);
  });

  it('closes the connection on a message above 48,000,000 bytes', async () => {
    const [host = '', port = ''] = (await set.whole()).split(':');
    const socket = connect(Number(port), host);
    socket.on('error', () => {});
    const header = Buffer.alloc(16);
    header.writeInt32LE(48_000_001, 0);
    header.writeInt32LE(2013, 12);
    socket.write(header);
    await once(socket, 'close');
    await expectEverywhere([1, 2, 3, 4]);
  });

  it('copies all of it to a member that lost its disk', async () => {
    const [, , third = ''] = set.hosts;
    await set.kill(third, 'SIGKILL');
    set.wipe(third);
    await set.start(third);
    await set.whole();
    await expectEverywhere([1, 2, 3, 4]);
  });
});
