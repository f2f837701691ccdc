import { clopperPearson, lowerBound, upperBound } from '@garbageday/core/statistics/clopper-pearson.ts';
import { wilsonInterval } from '@garbageday/core/statistics/wilson.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function percent(ratio: number | undefined | null) {
  return `${((ratio ?? Number.NaN) * 100).toFixed(2)}%`;
}

const kOfN = fc.integer({ min: 1, max: 5_000 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)));

/** P(X ≤ k) of Binomial(n, p) by summing exact products, an independent way of computing the tail. */
function tail(k: number, n: number, p: number) {
  const row: number[] = [1, ...Array(n).fill(0)];
  for (let trial = 1; trial <= n; trial += 1) {
    for (let i = trial; i >= 0; i -= 1) row[i] = (row[i] ?? 0) * (1 - p) + (row[i - 1] ?? 0) * p;
  }
  return row.slice(0, k + 1).reduce((a, b) => a + b, 0);
}

describe('wilsonInterval', () => {
  it.each([
    { good: 300, total: 300, low: '98.74%', high: '100.00%' },
    { good: 298, total: 300, low: '97.60%', high: '99.82%' },
    { good: 0, total: 10, low: '0.00%', high: '27.75%' },
    { good: 1, total: 1, low: '20.65%', high: '100.00%' },
  ])('of $good/$total is [$low, $high]', ({ good, total, low, high }) => {
    const interval = wilsonInterval({ good, total });
    expect([percent(interval?.low), percent(interval?.high)]).toEqual([low, high]);
  });

  it.each([
    { total: 3_837, isProven: false },
    { total: 3_838, isProven: true },
  ])('of $total good probes in a row proves 99.9%: $isProven', ({ total, isProven }) => {
    expect((wilsonInterval({ good: total, total })?.low ?? 0) >= 0.999).toBe(isProven);
  });

  it('says nothing without an event', () => {
    expect(wilsonInterval({ good: 0, total: 0 })).toBeNull();
  });

  it('holds the ratio, stays in [0, 1], and is exact at both ends', () => {
    fc.assert(
      fc.property(kOfN, ([good, total]) => {
        const { low, high } = wilsonInterval({ good, total }) ?? { low: Number.NaN, high: Number.NaN };
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(good / total);
        expect(high).toBeGreaterThanOrEqual(good / total);
        expect(high).toBeLessThanOrEqual(1);
        if (good === total) expect(high).toBe(1);
        if (good === 0) expect(low).toBe(0);
      }),
    );
  });
});

describe('clopperPearson', () => {
  it.each([
    { k: 0, n: 30, bound: '9.50%' },
    { k: 0, n: 1, bound: '95.00%' },
    { k: 1, n: 30, bound: '14.86%' },
    { k: 30, n: 30, bound: '100.00%' },
  ])('bounds $k of $n by $bound from above', ({ k, n, bound }) => {
    expect(percent(upperBound(k, n))).toBe(bound);
  });

  it('is 1 − 0.05^(1/n) for none of n', () => {
    for (const n of [1, 7, 30, 500]) expect(upperBound(0, n)).toBeCloseTo(1 - 0.05 ** (1 / n), 12);
  });

  // R: binom.test(k, n)$conf.int
  it.each([
    { k: 5, n: 10, low: '18.71%', high: '81.29%' },
    { k: 0, n: 10, low: '0.00%', high: '30.85%' },
    { k: 298, n: 300, low: '97.61%', high: '99.92%' },
  ])('of $k/$n is [$low, $high] two-sided', ({ k, n, low, high }) => {
    const interval = clopperPearson(k, n);
    expect([percent(interval?.low), percent(interval?.high)]).toEqual([low, high]);
  });

  it('says nothing of no experiment', () => {
    expect([upperBound(0, 0), lowerBound(0, 0), clopperPearson(0, 0)]).toEqual([null, null, null]);
  });

  it('is exact: at the bound, as few are seen in exactly 5% of all runs', () => {
    const small = fc.integer({ min: 1, max: 60 }).chain((n) => fc.tuple(fc.nat(n - 1), fc.constant(n)));
    fc.assert(
      fc.property(small, ([k, n]) => {
        expect(tail(k, n, upperBound(k, n) ?? Number.NaN)).toBeCloseTo(0.05, 9);
      }),
    );
  });

  it('holds the ratio and stays in [0, 1], however many experiments there were', () => {
    fc.assert(
      fc.property(kOfN, ([k, n]) => {
        const { low, high } = clopperPearson(k, n) ?? { low: Number.NaN, high: Number.NaN };
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(k / n);
        expect(high).toBeGreaterThanOrEqual(k / n);
        expect(high).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });
});
