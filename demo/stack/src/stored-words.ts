/** Counts what the database really holds, past the web servers and the load balancer. */
import { setTimeout as delay } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { connected } from './connected.ts';

type CountedWord = { readonly _id: string; readonly count: number };

const tryAgainMs = 100;

/**
 * The sum of the counts of all words that begin with the prefix, read from the primary with majority read concern: no
 * write that could still be rolled back. Waits for a primary up to `timeoutMs`, then rejects with the driver's error.
 */
export async function countStoredWords(uri: string, prefix: string, timeoutMs: number): Promise<number> {
  const deadline = performance.now() + timeoutMs;
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 1_000, maxPoolSize: 1 });
  try {
    while (true) {
      try {
        await connected(client);
        return await sumOfCounts(client, prefix);
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await delay(tryAgainMs);
      }
    }
  } finally {
    await client.close();
  }
}

/** Where wordcount keeps its words: `wordcount.words`, `{_id: word, count}`. */
async function sumOfCounts(client: MongoClient, prefix: string): Promise<number> {
  const words = client
    .db('wordcount')
    .collection<CountedWord>('words', { readConcern: { level: 'majority' } });
  const range = { _id: { $gte: prefix, $lt: `${prefix}\uffff` } };
  const found = await words.find(range, { projection: { count: 1 } }).toArray();
  return found.reduce((sum, { count }) => sum + count, 0);
}
