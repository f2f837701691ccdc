/** Counts what the database really holds, bypassing the web servers and the load balancer. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Journey, JourneyRole } from '@garbageday/core/probe/journey.ts';
import { MongoClient } from 'mongodb';
import { connected } from './connected.ts';

type CountedWord = { readonly _id: string; readonly count: number };

const tryAgainMs = 100;

/**
 * The sum of the counts of all words that begin with one of the prefixes, read from the primary with majority read
 * concern, so without writes that could still be rolled back. Waits for a primary up to `timeoutMs`, then rejects with
 * the driver's error.
 */
export async function countStoredWords(
  uri: string,
  prefixes: readonly string[],
  timeoutMs: number,
): Promise<number> {
  const deadline = performance.now() + timeoutMs;
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 1_000, maxPoolSize: 1 });
  try {
    while (true) {
      try {
        await connected(client);
        return await sumOfCounts(client, prefixes);
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
async function sumOfCounts(client: MongoClient, prefixes: readonly string[]): Promise<number> {
  const words = client
    .db('wordcount')
    .collection<CountedWord>('words', { readConcern: { level: 'majority' } });
  let sum = 0;
  for (const prefix of prefixes) {
    const range = { _id: { $gte: prefix, $lt: `${prefix}\uffff` } };
    const found = await words.find(range, { projection: { count: 1 } }).toArray();
    sum += found.reduce((counted, { count }) => counted + count, 0);
  }
  return sum;
}

const ofVariable = /^\{([\w-]+)\}$/;

/**
 * The prefixes of the words that the loads among these journeys increment, such as `user-`: no word begins with two of
 * them. `null` if that cannot be determined: a counter that is not a variable, a pattern that does not end in the
 * number, a judge with such words.
 */
export function countedPrefixes(journeys: readonly Journey[]): readonly string[] | null {
  const [loads, judges] = [prefixesOf(journeys, 'load'), prefixesOf(journeys, 'judge')];
  if (loads === null || judges === null) return null;
  const isShared = loads.some((one) =>
    judges.some((other) => one.startsWith(other) || other.startsWith(one)),
  );
  if (isShared) return null;
  return loads.filter((one) => !loads.some((other) => other !== one && one.startsWith(other)));
}

function prefixesOf(journeys: readonly Journey[], of: JourneyRole): readonly string[] | null {
  const prefixes = new Set<string>();
  for (const { variables, steps } of journeys.filter(({ role }) => role === of)) {
    for (const expectation of steps.flatMap(({ expect }) => expect)) {
      if (expectation.kind !== 'increases') continue;
      const name = ofVariable.exec(expectation.counter)?.[1];
      const prefix = /^(.+)\{n\}$/.exec(variables.find((each) => each.name === name)?.pattern ?? '')?.[1];
      if (prefix === undefined) return null;
      prefixes.add(prefix);
    }
  }
  return [...prefixes];
}
