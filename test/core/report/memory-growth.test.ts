import { type MemorySample, memoryGrowth } from '@garbageday/core/report/memory-growth.ts';
import { seededRandom } from '@garbageday/core/time/random.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const mebibyte = 1024 * 1024;

/** A sample a second, of so many mebibytes at each second. */
function samples(seconds: number, mebibytesAt: (second: number) => number): readonly MemorySample[] {
  return Array.from({ length: seconds + 1 }, (_, second) => ({
    atMs: 7_000 + second * 1_000,
    bytes: mebibytesAt(second) * mebibyte,
  }));
}

describe('memoryGrowth', () => {
  it('sees a leak, and says how much in how long', () => {
    expect(memoryGrowth(samples(90, (second) => 60 + second))).toEqual({
      fromBytes: 80 * mebibyte,
      toBytes: 145 * mebibyte,
      overMs: 65_000,
    });
  });

  it('sees a leak under the saw of a collector', () => {
    const saw = (second: number) => 60 + second + 3 * (second % 7);
    expect(memoryGrowth(samples(120, saw))).toMatchObject({ overMs: 95_000 });
  });

  it.each<[what: string, mebibytesAt: (second: number) => number]>([
    ['stays as it is', () => 80],
    ['warms up and finds its size', (second) => 60 + 80 * (1 - Math.exp(-second / 15))],
    ['grows for a long time, ever more slowly', (second) => 60 + 40 * Math.log1p(second)],
    ['goes up and down as a collector lets it', (second) => 60 + 4 * (second % 13)],
    ['takes one step up', (second) => (second < 50 ? 60 : 140)],
    ['grows by little', (second) => 60 + second / 10],
    ['grows by little for its size', (second) => 2_000 + 2 * second],
    ['shrinks', (second) => 200 - second],
  ])('sees none in a process that %s', (_what, mebibytesAt) => {
    expect(memoryGrowth(samples(120, mebibytesAt))).toBe('none');
  });

  it.each([
    ['there are no samples', []],
    ['there is a warm-up alone', samples(19, (second) => 60 + second)],
    ['too little was seen after the warm-up', samples(69, (second) => 60 + 9 * second)],
    [
      'a stretch is missing',
      samples(120, (second) => 60 + second).filter(({ atMs }) => atMs < 50_000 || atMs > 58_000),
    ],
  ])('says nothing where %s', (_what, seen) => {
    expect(memoryGrowth(seen)).toBeNull();
  });

  it('takes a walk without a goal for a leak in at most one of two hundred', () => {
    const seeds = Array.from({ length: 1_000 }, (_, index) => `walk ${index}`);
    const found = seeds.filter((seed) => {
      const random = seededRandom(seed);
      let mebibytes = 120;
      const walk = samples(90, () => {
        mebibytes = Math.max(60, mebibytes + random.below(5) - 2);
        return mebibytes;
      });
      return memoryGrowth(walk) !== 'none';
    });
    expect(found.length).toBeLessThanOrEqual(5);
  });

  it('does not depend on when it was', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(300), { minLength: 91, maxLength: 91 }),
        fc.nat(1_000_000),
        (sizes, byMs) => {
          const seen = samples(90, (second) => sizes[second] ?? 0);
          const later = seen.map(({ atMs, bytes }) => ({ atMs: atMs + byMs, bytes }));
          expect(memoryGrowth(later)).toEqual(memoryGrowth(seen));
        },
      ),
    );
  });
});
