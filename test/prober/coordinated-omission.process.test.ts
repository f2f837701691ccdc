import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { seededRandom, seedOf } from '@garbageday/core/time/random.ts';
import { startJourney } from '@garbageday/prober/start-journey.ts';
import { describe, expect, it } from 'vitest';
import { usersJourney } from '../fixtures/word-journeys.ts';
import { timer } from './clients.ts';
import { eventually, serveHttp, wordCounter } from './servers.ts';

const thresholdMs = 200;
const options = {
  service: 'demo',
  journey: usersJourney,
  vantage: 'local',
  ratePerSecond: 100,
  latencyThresholdMs: thresholdMs,
  timeoutMs: 5_000,
  seed: 'frozen',
  sliceSeconds: 1,
};

/** When each user wanted to be served, from the seed alone. */
function intendedTimes(startMs: number, count: number): readonly number[] {
  const jitter = seededRandom(seedOf(options.seed, 'users', 'jitter'));
  const intervalMs = 1_000 / options.ratePerSecond;
  return Array.from({ length: count }, (_, index) => startMs + (index + jitter.next()) * intervalMs);
}

describe('users of a server that freezes', () => {
  it('are counted as bad for as long as they really waited, not only those who happened to be in line', async () => {
    const { handle } = wordCounter();
    const held: (() => void)[] = [];
    const answeredMs = new Map<number, number>();
    let isFrozen = false;
    const { url } = await serveHttp((request, response) => {
      const index = Number(/\d+$/.exec(String(request.headers['x-request-id']))?.[0]);
      const answer = () => {
        answeredMs.set(index, timer.now());
        handle(request, response);
      };
      if (isFrozen) held.push(answer);
      else answer();
    });
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    const slices: Slice[] = [];
    const users = startJourney({ ...options, baseUrl: url }, (slice) => slices.push(slice));
    await eventually(() => slices.length > 0);
    isFrozen = true;
    await eventually(() => held.length >= 100);
    isFrozen = false;
    for (const answer of held.splice(0)) answer();
    const totals = await users.stop();
    loop.disable();

    const sum = (of: (slice: Slice) => number) => slices.reduce((total, slice) => total + of(slice), 0);
    expect(totals).toMatchObject({ failed: 0, retried: 0, sent: answeredMs.size });
    expect(sum(({ availability }) => availability.total)).toBe(totals.sent);
    // One clock's anchor may differ from the other's by a millisecond.
    const waitedMs = intendedTimes(slices[0]?.startMs ?? 0, totals.sent).map(
      (ms, index) => (answeredMs.get(index) ?? 0) - ms,
    );
    const longerThan = (limitMs: number) => waitedMs.filter((ms) => ms > limitMs).length;
    const truth = longerThan(thresholdMs + 1);
    const bad = sum(({ latency }) => latency.total - latency.good);
    expect(truth).toBeGreaterThan(70);
    // Never less: nobody is omitted.
    expect(bad).toBeGreaterThanOrEqual(truth);
    // The way back takes time as well: this process, which is server and users, was busy for so long at a time.
    const wayBackMs = 2 * (loop.max / 1e6) + 20;
    expect(bad).toBeLessThanOrEqual(longerThan(thresholdMs - wayBackMs));
  });
});
