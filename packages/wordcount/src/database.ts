import { type Collection, MongoClient } from 'mongodb';
import { retryUntil } from './retry-until.ts';
import type { WordDocument } from './word-store.ts';

/** The connection to MongoDB. */
export type Database = {
  readonly words: Collection<WordDocument>;
  /** Resolves when any member answers; this asks whether the database can be reached, not who is primary. */
  readonly ping: () => Promise<void>;
  /** Waits for a primary, without end, and creates the index that the toplist is read from. */
  readonly prepare: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Short timeouts, so that a hung member is noticed in about a second (`connectTimeoutMS` also bounds the driver's own
 * checks) and a new primary within a heartbeat; majority writes and reads, so that nothing said is ever rolled back.
 */
const clientOptions = {
  retryWrites: true,
  retryReads: true,
  writeConcern: { w: 'majority' },
  readConcern: { level: 'majority' },
  readPreference: 'primary',
  heartbeatFrequencyMS: 500,
  minHeartbeatFrequencyMS: 50,
  serverSelectionTimeoutMS: 1000,
  connectTimeoutMS: 1000,
  socketTimeoutMS: 3000,
  waitQueueTimeoutMS: 2000,
  minPoolSize: 2,
  maxPoolSize: 32,
} as const;

/** Opens `wordcount.words`. Connects by itself when it is first used; throws only for an address it cannot read. */
export const openDatabase = (uri: string, appName: string): Database => {
  const client = new MongoClient(uri, { ...clientOptions, appName });
  const words = client.db('wordcount').collection<WordDocument>('words');
  return {
    words,
    ping: async () => {
      await client.db('admin').command({ ping: 1 }, { readPreference: 'primaryPreferred' });
    },
    prepare: () =>
      retryUntil(Number.POSITIVE_INFINITY, async () => {
        await words.createIndex({ count: -1, _id: 1 });
        return { kind: 'done', value: undefined };
      }),
    close: () => client.close(),
  };
};
