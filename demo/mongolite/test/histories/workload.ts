/** Clients that increment, insert, compare and set, and read, and write down what they were told. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, MongoClient, MongoServerError } from 'mongodb';
import { eventually } from '../process/eventually.ts';
import type { Seeded } from '../simulation/seeded.ts';
import type { FinalState, Operation } from './history.ts';
import { direct } from './members.ts';

export const initial = '-';

const database = 'histories';
const counters = ['c0', 'c1', 'c2'];
const registers = ['r0', 'r1', 'r2'];
const clients = 8;
const pauseMs = 10;
const writeConcern = { wtimeout: 4_000 };

type Named = { _id: string };
type Counter = Named & { n: number };
type Register = Named & { value: string };

export type Workload = {
  readonly operations: readonly Operation[];
  readonly stop: () => Promise<void>;
};

type Attempt = { readonly startMs: number; readonly endMs: number; readonly error: unknown };

async function timed(run: () => Promise<void>): Promise<Attempt> {
  const startMs = performance.now();
  try {
    await run();
    return { startMs, endMs: performance.now(), error: null };
  } catch (error) {
    return { startMs, endMs: performance.now(), error };
  }
}

function resultOf({ error }: Attempt): Operation['result'] {
  return error === null ? 'acknowledged' : 'unknown';
}

type Client = {
  readonly db: Db;
  readonly random: Seeded;
  readonly operations: Operation[];
  readonly nextId: () => string;
};

async function increment({ db, random, operations }: Client): Promise<void> {
  const key = random.pick(counters);
  const attempt = await timed(async () => {
    await db.collection<Counter>('counters').updateOne({ _id: key }, { $inc: { n: 1 } }, { upsert: true });
  });
  operations.push({ kind: 'increment', key, ...attempt, result: resultOf(attempt) });
}

function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === 11_000;
}

async function insert({ db, operations, nextId }: Client): Promise<void> {
  const id = nextId();
  const attempt = await timed(async () => {
    await db.collection<Named>('inserted').insertOne({ _id: id });
  });
  operations.push({
    kind: 'insert',
    id,
    ...attempt,
    result: isDuplicate(attempt.error) ? 'repeated' : resultOf(attempt),
  });
}

async function read({ db, random, operations }: Client): Promise<Register | null> {
  const key = random.pick(registers);
  let found: Register | null = null;
  const attempt = await timed(async () => {
    found = await db.collection<Register>('registers').findOne({ _id: key }, { maxTimeMS: 4_000 });
  });
  if (found === null) return null;
  const register: Register = found;
  operations.push({ kind: 'read', key, value: register.value, ...attempt, result: resultOf(attempt) });
  return register;
}

async function compareAndSet(client: Client): Promise<void> {
  const register = await read(client);
  if (register === null) return;
  const { _id: key, value: from } = register;
  const to = client.nextId();
  let isApplied = false;
  const attempt = await timed(async () => {
    const { matchedCount } = await client.db
      .collection<Register>('registers')
      .updateOne({ _id: key, value: from }, { $set: { value: to } });
    isApplied = matchedCount === 1;
  });
  const told = attempt.error === null && !isApplied ? 'refused' : resultOf(attempt);
  client.operations.push({ kind: 'compare-and-set', key, from, to, ...attempt, result: told });
}

function doSomething(client: Client): Promise<unknown> {
  return client.random.pick([increment, insert, compareAndSet, read])(client);
}

/** Begins to work on a set that is whole. */
export async function startWorkload(uri: string, random: Seeded): Promise<Workload> {
  const options = {
    serverSelectionTimeoutMS: 4_000,
    socketTimeoutMS: 5_000,
    connectTimeoutMS: 2_000,
    writeConcern,
  };
  const connection = await new MongoClient(uri, options).connect();
  const db = connection.db(database);
  await db.collection<Register>('registers').insertMany(registers.map((_id) => ({ _id, value: initial })));
  const operations: Operation[] = [];
  let ids = 0;
  let isStopped = false;
  const nextId = (): string => {
    ids += 1;
    return `v${ids}`;
  };
  const work = async (): Promise<void> => {
    while (!isStopped) {
      await doSomething({ db, random, operations, nextId });
      await sleep(pauseMs);
    }
  };
  const working = Array.from({ length: clients }, work);
  return {
    operations,
    stop: async () => {
      isStopped = true;
      await Promise.all(working);
      await connection.close();
    },
  };
}

function stateOf(host: string): Promise<FinalState> {
  return direct(host, async (client) => {
    const db = client.db(database);
    const [counted, inserted, held] = await Promise.all([
      db.collection<Counter>('counters').find().toArray(),
      db.collection<Named>('inserted').find().sort({ _id: 1 }).toArray(),
      db.collection<Register>('registers').find().toArray(),
    ]);
    return {
      host,
      counters: Object.fromEntries(counted.map(({ _id, n }) => [_id, n])),
      inserted: inserted.map(({ _id }) => _id),
      registers: Object.fromEntries(held.map(({ _id, value }) => [_id, value])),
    };
  });
}

function contentOf({ host: _, ...content }: FinalState): string {
  return JSON.stringify(content);
}

/** What each member holds once they have had time to agree; what they hold then, if they do not. */
export async function finalStates(hosts: readonly string[]): Promise<readonly FinalState[]> {
  const all = () => Promise.all(hosts.map(stateOf));
  try {
    return await eventually('all members hold the same', async () => {
      const states = await all();
      return new Set(states.map(contentOf)).size === 1 ? states : null;
    });
  } catch {
    return all();
  }
}
