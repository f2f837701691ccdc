import { type Collection, MongoClient } from 'mongodb';
import { NotConnectedError } from './passing-failure.ts';
import { retryUntil } from './retry-until.ts';
import type { WordDocument } from './word-store.ts';

/** The connection to MongoDB. */
export type Database = {
  /** The counters. Throws `NotConnectedError`, a transient failure, until a primary was found for the first time. */
  readonly words: () => Collection<WordDocument>;
  /** Resolves when any member answers: checks whether the database can be reached, not which member is primary. */
  readonly ping: () => Promise<void>;
  /** Waits indefinitely for a primary, and creates the index that the toplist is read from. */
  readonly prepare: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Short timeouts, so that a hung member is noticed in about a second (`connectTimeoutMS` also bounds the driver's own
 * checks) and a new primary within a heartbeat; majority writes and reads, so that nothing acknowledged is ever rolled
 * back.
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

function untilDone(act: () => Promise<unknown>): Promise<void> {
  return retryUntil(Number.POSITIVE_INFINITY, async () => {
    await act();
    return { kind: 'done', value: undefined };
  });
}

/** Opens `wordcount.words` and connects in the background; throws only for an address that it cannot read. */
export function openDatabase(uri: string, appName: string): Database {
  const client = new MongoClient(uri, { ...clientOptions, appName });
  let isConnected = false;
  const connected = (): MongoClient => {
    if (!isConnected) throw new NotConnectedError();
    return client;
  };
  const words = (): Collection<WordDocument> => connected().db('wordcount').collection<WordDocument>('words');
  return {
    words,
    ping: async () => {
      await connected().db('admin').command({ ping: 1 }, { readPreference: 'primaryPreferred' });
    },
    prepare: async () => {
      // Explicitly and repeatedly: a client whose first implicit connection failed stays closed for good (driver 7.9
      // never replaces its closed topology), and a web server may well start before its database.
      await untilDone(() => client.connect());
      isConnected = true;
      await untilDone(() => words().createIndex({ count: -1, _id: 1 }));
    },
    close: () => client.close(),
  };
}
