import type { Slice } from '@garbageday/core/probe/slice.ts';
import { seededRandom, seedOf } from '@garbageday/core/schedule/random.ts';
import { startUsers } from '@garbageday/prober/users.ts';
import { describe, expect, it } from 'vitest';
import { timer } from './clients.ts';
import { eventually, serveHttp, wordCounter } from './servers.ts';

const options = {
  service: 'demo',
  vantage: 'local',
  ratePerSecond: 100,
  latencyThresholdMs: 150,
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
    let isFrozen = false;
    const { url } = await serveHttp((request, response) => {
      if (isFrozen) held.push(() => handle(request, response));
      else handle(request, response);
    });
    const slices: Slice[] = [];
    const users = startUsers({ ...options, baseUrl: url }, (slice) => slices.push(slice));
    await eventually(() => slices.length > 0);
    isFrozen = true;
    const frozenMs = timer.now();
    await eventually(() => held.length >= 80);
    isFrozen = false;
    const thawedMs = timer.now();
    for (const answer of held.splice(0)) answer();
    const totals = await users.stop();

    const times = intendedTimes(slices[0]?.startMs ?? 0, totals.sent);
    const truth = times.filter((ms) => ms >= frozenMs && thawedMs - ms > options.latencyThresholdMs).length;
    const sum = (of: (slice: Slice) => number) => slices.reduce((total, slice) => total + of(slice), 0);
    const bad = sum(({ latency }) => latency.total - latency.good);
    expect(totals).toMatchObject({ failed: 0, retried: 0 });
    expect(sum(({ availability }) => availability.total)).toBe(totals.sent);
    expect(truth).toBeGreaterThan(50);
    // At the borders one may be sent just before and arrive just after.
    expect(Math.abs(bad - truth)).toBeLessThanOrEqual(Math.max(2, 0.05 * truth));
    expect(totals.longestWaitMs).toBeLessThan(thawedMs - frozenMs + options.latencyThresholdMs);
  });
});
