import { randomUUID } from 'node:crypto';
import { type Collection, MongoClient, MongoServerError } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from './process/eventually.ts';
import { type ReplicaSet, startReplicaSet } from './process/replica-set.ts';

type Word = { _id: string; count: number; ops: string[] };

type Load = {
  /** Ends it and gives what was acknowledged, by word. */
  readonly stop: () => Promise<ReadonlyMap<string, number>>;
  /** Ends it without waiting for the writes that are under way: for a test that has failed. */
  readonly abandon: () => void;
  readonly failures: readonly unknown[];
};

/** About 200 writes a second, each tried again under its own id until it is acknowledged. */
function startLoad(words: Collection<Word>): Load {
  const acknowledged = new Map<string, number>();
  const failures: unknown[] = [];
  const inFlight = new Set<Promise<void>>();
  let isAbandoned = false;
  const countOnce = async (word: string, id: string): Promise<void> => {
    await words.updateOne(
      { _id: word, ops: { $ne: id } },
      { $inc: { count: 1 }, $push: { ops: { $each: [id], $slice: -256 } } },
      { upsert: true },
    );
  };
  const count = async (word: string, id: string): Promise<void> => {
    const dueMs = performance.now() + 10_000;
    while (performance.now() < dueMs && !isAbandoned) {
      try {
        await countOnce(word, id);
        break;
      } catch (error) {
        // Counted already: the answer was lost, not the write.
        if (error instanceof MongoServerError && error.code === 11000) break;
        if (performance.now() + 50 > dueMs) throw error;
      }
    }
    acknowledged.set(word, (acknowledged.get(word) ?? 0) + 1);
  };
  const timer = setInterval(() => {
    const word = `w${Math.floor(Math.random() * 50)}`;
    const write = count(word, randomUUID())
      .catch((error: unknown) => void failures.push(error))
      .finally(() => inFlight.delete(write));
    inFlight.add(write);
  }, 5);
  return {
    failures,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(inFlight);
      return acknowledged;
    },
    abandon: () => {
      clearInterval(timer);
      isAbandoned = true;
    },
  };
}

async function storedOn(host: string): Promise<string> {
  const client = new MongoClient(`mongodb://${host}/?directConnection=true`);
  try {
    const all = await client.db('wc').collection<Word>('words').find().sort({ _id: 1 }).toArray();
    return JSON.stringify(all);
  } finally {
    await client.close();
  }
}

describe('killing members under load', () => {
  let set: ReplicaSet;
  let client: MongoClient;
  let words: Collection<Word>;
  let load: Load | null = null;
  const underLoad = (): Load => {
    load = startLoad(words);
    return load;
  };

  beforeEach(async () => {
    // A log of 64 KiB: compactions and snapshots happen while members come and go.
    set = await startReplicaSet({
      priorities: [3, 2, 1],
      args: ['--setParameter', 'mongoliteLogBytes=65536'],
    });
    client = await new MongoClient(set.uri).connect();
    words = client.db('wc').collection<Word>('words');
  });

  afterEach(async () => {
    load?.abandon();
    load = null;
    await client.close();
    await set.close();
  });

  const expectExact = async (load: Load): Promise<void> => {
    const acknowledged = await load.stop();
    expect(load.failures).toEqual([]);
    const stored = new Map((await words.find().toArray()).map(({ _id, count }) => [_id, count]));
    expect(stored).toEqual(acknowledged);
    const primary = await storedOn(await set.whole());
    for (const host of set.hosts) {
      await eventually(`${host} holds the same`, async () =>
        (await storedOn(host)) === primary ? true : null,
      );
    }
  };

  const soon = () =>
    eventually('a new primary', async () => ((await words.findOne({ _id: 'w0' })) ? true : null));

  it('loses and repeats nothing, whichever way the primary dies, and the same member is primary again', async () => {
    const load = underLoad();
    await soon();
    for (const { signal, isWiped } of [
      { signal: 'SIGKILL', isWiped: false },
      { signal: 'SIGTERM', isWiped: false },
      { signal: 'SIGKILL', isWiped: true },
      { signal: 'SIGTERM', isWiped: true },
    ] as const) {
      await set.kill(set.hosts[0] ?? '', signal);
      // The last in priority may lead first, if it alone held the newest write when the primary was killed.
      await eventually('the next in priority is primary', async () => {
        const { primary } = await set.ask(set.hosts[1] ?? '', { hello: 1 });
        return primary === set.hosts[1] ? true : null;
      });
      if (isWiped) set.wipe(set.hosts[0] ?? '');
      await set.start(set.hosts[0] ?? '');
      await eventually('the highest priority is primary again', async () =>
        (await set.whole()) === set.hosts[0] ? true : null,
      );
    }
    await expectExact(load);
  });

  it('survives the death of two at once, and a secondary that lost its disk', async () => {
    const load = underLoad();
    await soon();
    const [first = '', second = '', third = ''] = set.hosts;
    await Promise.all([set.kill(first, 'SIGKILL'), set.kill(second, 'SIGKILL')]);
    await Promise.all([set.start(first), set.start(second)]);
    await set.whole();
    await set.kill(third, 'SIGKILL');
    set.wipe(third);
    await set.start(third);
    await expectExact(load);
  });

  it('shows a dead member as unreachable at once and a wiped one as a voter only when it has copied everything', async () => {
    const [first = '', , third = ''] = set.hosts;
    await words.insertMany(
      Array.from({ length: 500 }, (_, at) => ({ _id: `x${at}`, count: 1, ops: ['y'.repeat(500)] })),
    );
    await set.kill(third, 'SIGKILL');
    const member = async () => (await set.ask(first, { replSetGetStatus: 1 }))['members'][2];
    await eventually(
      'it is seen to be gone',
      async () => ((await member()).health === 0 ? true : null),
      1000,
    );
    set.wipe(third);
    await set.start(third);
    const states = new Set<string>();
    await eventually('it is a secondary', async () => {
      const { stateStr } = await member();
      states.add(stateStr);
      return stateStr === 'SECONDARY' ? true : null;
    });
    expect(
      [...states].filter((state) => !['(not reachable/healthy)', 'STARTUP2', 'SECONDARY'].includes(state)),
    ).toEqual([]);
    expect(await storedOn(third)).toBe(await storedOn(first));
  });
});
