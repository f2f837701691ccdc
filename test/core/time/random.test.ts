import { pickOne, seededRandom, seedOf, shuffled } from '@garbageday/core/time/random.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function drawMany(seed: string, count: number, bound: number) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.below(bound));
}

/** Pearson's statistic against the uniform distribution. */
function chiSquare(observed: readonly number[]) {
  const expected = observed.reduce((a, b) => a + b, 0) / observed.length;
  return observed.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('seededRandom', () => {
  it('gives the same stream for the same seed, today and in a year', () => {
    const random = seededRandom('garbage day');
    expect([random.next(), random.next(), random.next()]).toEqual([
      0.1311310187447816, 0.7932283887639642, 0.8836580496281385,
    ]);
  });

  it('gives another stream for another seed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        fc.pre(a !== b);
        expect(drawMany(a, 4, 2 ** 32)).not.toEqual(drawMany(b, 4, 2 ** 32));
      }),
    );
  });

  it('stays in [0, 1) and in [0, bound)', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const random = seededRandom(seed);
        const [ratio, index] = [random.next(), random.below(bound)];
        expect(ratio).toBeGreaterThanOrEqual(0);
        expect(ratio).toBeLessThan(1);
        expect(index).toBeGreaterThanOrEqual(0);
        expect(index).toBeLessThan(bound);
        expect(Number.isInteger(index)).toBe(true);
      }),
    );
  });

  it('is uniform below a small bound', () => {
    const observed = [0, 0, 0, 0, 0, 0, 0];
    for (const drawn of drawMany('uniform', 70_000, 7)) observed[drawn] = (observed[drawn] ?? 0) + 1;
    // 6 degrees of freedom: 22.5 is exceeded once in a thousand seeds.
    expect(chiSquare(observed)).toBeLessThan(22.5);
  });

  it('is unbiased below a bound that does not divide 2^32, where a plain remainder would favour low numbers', () => {
    const bound = 3 * 2 ** 30;
    const low = drawMany('unbiased', 30_000, bound).filter((drawn) => drawn < 2 ** 30).length;
    // A remainder would give one half; a third is right, ± 5 standard deviations (0.27% each).
    expect(Math.abs(low / 30_000 - 1 / 3)).toBeLessThan(0.0136);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 32 + 1])('refuses a bound of %d', (bound) => {
    expect(() => seededRandom('x').below(bound)).toThrow(RangeError);
  });
});

describe('seedOf', () => {
  it('keeps apart what a plain join would confuse', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { minLength: 2 }),
        fc.array(fc.string(), { minLength: 2 }),
        (a, b) => {
          fc.pre(JSON.stringify(a) !== JSON.stringify(b));
          expect(seedOf(...a)).not.toBe(seedOf(...b));
        },
      ),
    );
  });
});

describe('pickOne', () => {
  it('picks nothing of nothing', () => {
    expect(pickOne(seededRandom('x'), [])).toBeUndefined();
  });

  it('picks each item as often as another', () => {
    const random = seededRandom('pick');
    const observed = [0, 0, 0];
    for (let n = 0; n < 9_000; n += 1) {
      const picked = pickOne(random, [0, 1, 2]) ?? 0;
      observed[picked] = (observed[picked] ?? 0) + 1;
    }
    // 2 degrees of freedom: 13.8 is exceeded once in a thousand seeds.
    expect(chiSquare(observed)).toBeLessThan(13.8);
  });
});

describe('shuffled', () => {
  it('loses nothing, doubles nothing and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.integer()), (seed, items) => {
        const before = [...items];
        const after = shuffled(seededRandom(seed), items);
        expect(after.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
        expect(items).toEqual(before);
      }),
    );
  });

  it('makes every permutation as likely', () => {
    const random = seededRandom('shuffle');
    const observed = new Map<string, number>();
    for (let n = 0; n < 12_000; n += 1) {
      const order = shuffled(random, ['a', 'b', 'c']).join('');
      observed.set(order, (observed.get(order) ?? 0) + 1);
    }
    expect(observed.size).toBe(6);
    // 5 degrees of freedom: 20.5 is exceeded once in a thousand seeds.
    expect(chiSquare([...observed.values()])).toBeLessThan(20.5);
  });
});
