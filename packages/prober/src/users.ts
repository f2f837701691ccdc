/** The users: inserts of words on schedule, whatever comes back, in the role of Siege. */
import { seededRandom, seedOf } from '@garbageday/core/time/random.ts';
import { client } from './http/client.ts';
import { type Prober, startLoad } from './load/load.ts';
import { requestIds } from './load/request-ids.ts';
import type { SliceListener } from './load/slice-series.ts';
import type { ProberOptions } from './messages.ts';
import { systemTimer } from './schedule/timer.ts';
import { insertWord } from './users/insert.ts';
import { zipf } from './users/zipf.ts';

const maxInFlight = 5_000;
const words = 1_000;

/**
 * Starts sending at the next full second. `onSlice` hears of each slice once, in order, when all of its requests have
 * ended. `acknowledged` counts the inserts that were answered with success: what the database must hold of words with
 * the prefix `user-`. Throws a TypeError when the address is none.
 */
export function startUsers(options: ProberOptions, onSlice: SliceListener): Prober {
  const timer = systemTimer(options.anchorMs);
  const http = client({ ...options, ca: null, random: streamOf(options, 'fresh'), timer });
  const nextWord = userWords(options.seed);
  const nextRequestId = requestIds('user');
  const attempt = (intendedMs: number) => {
    const insert = { word: nextWord(), requestId: nextRequestId(), intendedMs, timeoutMs: options.timeoutMs };
    return insertWord(insert, http, timer.now);
  };
  const jitter = streamOf(options, 'jitter');
  return startLoad(
    { journey: 'users', options, timer, jitter, maxInFlight, attempt, close: http.close },
    onSlice,
  );
}

/** The words that the users of this seed insert, in order: `user-1` is the most frequent of 1,000. */
export function userWords(seed: string): () => string {
  const random = seededRandom(seedOf(seed, 'users', 'words'));
  const rank = zipf(words, 1);
  return () => `user-${rank(random) + 1}`;
}

function streamOf(options: ProberOptions, purpose: string) {
  return seededRandom(seedOf(options.seed, 'users', purpose));
}
