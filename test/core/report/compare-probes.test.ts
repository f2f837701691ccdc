import { type Block, blocksOf, compareProbes } from '@garbageday/core/report/compare-probes.ts';
import { seededRandom } from '@garbageday/core/time/random.ts';
import { describe, expect, it } from 'vitest';
import { sliceAt } from '../../fakes/slices.ts';

/** A run of so many seconds at 20/s: exponential waits around `meanMs`, and seconds in which all wait 400 ms longer. */
function run(
  seed: string,
  { seconds = 60, meanMs = 20, stalledShare = 0, badShare = 0 } = {},
): readonly Block[] {
  const random = seededRandom(seed);
  const slices = Array.from({ length: seconds }, (_, second) => {
    const stallMs = random.next() < stalledShare ? 400 : 0;
    const outcomes = Array.from({ length: 20 }, () => ({
      latencyMs: 1 + stallMs - Math.log(1 - random.next()) * meanMs,
      error: random.next() < badShare ? ('reset' as const) : null,
    }));
    return sliceAt(second * 1_000, outcomes, { journeys: 20 });
  });
  return blocksOf(slices);
}

function verdictOf(before: readonly Block[], now: readonly Block[]) {
  return compareProbes(before, now)?.verdict ?? null;
}

describe('two probes', () => {
  it.each([
    { what: '30% longer waits', now: { meanMs: 26 }, verdict: 'slower' },
    { what: '30% shorter waits', now: { meanMs: 14 }, verdict: 'faster' },
    { what: 'one second in four stalled', now: { stalledShare: 0.25 }, verdict: 'slower' },
    { what: 'one answer in twenty lost', now: { badShare: 0.05 }, verdict: 'slower' },
    { what: 'nothing new', now: {}, verdict: 'no-difference' },
  ])('with $what: $verdict', ({ now, verdict }) => {
    expect(verdictOf(run('before'), run('now', now))).toBe(verdict);
  });

  it('say how much, with an interval around it, the same each time', () => {
    const compared = compareProbes(run('a'), run('b', { meanMs: 40 }));
    expect(compared).toEqual(compareProbes(run('a'), run('b', { meanMs: 40 })));
    const [p50] = compared?.quantiles ?? [];
    expect(p50?.ratio).toBeGreaterThan(1.6);
    expect(p50?.ratio).toBeLessThan(2.2);
    expect(p50?.interval.low).toBeLessThan(p50?.ratio ?? 0);
    expect(p50?.interval.high).toBeGreaterThan(p50?.ratio ?? 9);
    expect(compared?.bad.difference).toBeCloseTo(0, 1);
  });

  it('of one service differ in few of 20 runs, although its stalls come in bunches', () => {
    const stalling = { stalledShare: 0.1, seconds: 24 };
    const wrong = Array.from({ length: 20 }, (_, index) =>
      verdictOf(run(`x${index}`, stalling), run(`y${index}`, stalling)),
    ).filter((verdict) => verdict !== 'no-difference');
    // 5% of them by design, so more than 3 of 20 would come in one of 60 such tests; the seeds are fixed.
    expect(wrong.length).toBeLessThanOrEqual(3);
  });

  it('of a few seconds cannot be told apart', () => {
    expect(compareProbes(run('a'), run('b', { seconds: 7 }))).toBeNull();
    expect(compareProbes([], run('b'))).toBeNull();
    expect(blocksOf([])).toEqual([]);
  });

  it('that took an hour are 60 blocks', () => {
    const blocks = blocksOf(Array.from({ length: 3_600 }, (_, second) => sliceAt(second * 1_000)));
    expect(blocks).toHaveLength(60);
    expect(blocks[0]).toMatchObject({ good: 600, total: 600 });
  });

  it('need latencies for all of their answers', () => {
    const broken = run('a').map((block) => ({ ...block, histogram: { buckets: [] } }));
    expect(() => compareProbes(broken, run('b'))).toThrow('fewer latencies than answers');
  });
});
