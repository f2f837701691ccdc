import {
  countOf,
  emptyHistogram,
  histogramBuilder,
  histogramRange,
  mergeHistograms,
  nearestRank,
  quantile,
  relativeError,
} from '@garbageday/core/probe/histogram.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function histogramOf(values: readonly number[]) {
  const builder = histogramBuilder();
  for (const value of values) builder.add(value);
  return builder.build();
}

const latency = fc.double({ ...{ min: histogramRange.minMs, max: histogramRange.maxMs }, noNaN: true });
const anyNumber = fc.oneof(latency, fc.double({ noNaN: true }), fc.constantFrom(0, -1, Infinity, -Infinity));
const latencies = fc.array(latency, { minLength: 1, maxLength: 300 });
const ratio = fc.double({ min: 0, max: 1, noNaN: true });

describe('quantile', () => {
  it('is within the promised relative error of the exact nearest-rank quantile', () => {
    fc.assert(
      fc.property(latencies, ratio, (values, q) => {
        const exact = values.toSorted((a, b) => a - b)[nearestRank(values.length, q) - 1] ?? Number.NaN;
        const estimate = quantile(histogramOf(values), q) ?? Number.NaN;
        expect(Math.abs(estimate - exact) / exact).toBeLessThanOrEqual(relativeError * (1 + 1e-9));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is null without a sample and finite with one, whatever was measured', () => {
    expect(quantile(emptyHistogram, 0.5)).toBeNull();
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 1 }), ratio, (values, q) => {
        expect(quantile(histogramOf(values), q)).toSatisfy(Number.isFinite);
      }),
    );
  });

  it('never falls as q rises', () => {
    fc.assert(
      fc.property(latencies, ratio, ratio, (values, p, q) => {
        const histogram = histogramOf(values);
        expect(quantile(histogram, Math.min(p, q))).toBeLessThanOrEqual(
          quantile(histogram, Math.max(p, q)) ?? Number.NaN,
        );
      }),
    );
  });

  it.each([-0.1, 1.1, Number.NaN])('refuses %d', (q) => {
    expect(() => quantile(histogramOf([1]), q)).toThrow(RangeError);
  });
});

describe('nearestRank', () => {
  it.each([
    { what: 'the smallest for q = 0', count: 10, q: 0, rank: 1 },
    { what: 'the lower middle of an even number', count: 10, q: 0.5, rank: 5 },
    { what: 'the largest for q = 1', count: 10, q: 1, rank: 10 },
    { what: 'the largest of 60 for the p99', count: 60, q: 0.99, rank: 60 },
    { what: 'the 7th of 100 for the p7, in spite of binary fractions', count: 100, q: 0.07, rank: 7 },
  ])('is $what', ({ count, q, rank }) => {
    expect(nearestRank(count, q)).toBe(rank);
  });
});

describe('histogramBuilder', () => {
  it.each([
    { what: 'zero at the lower border', valueMs: 0, readsMs: 0.1 },
    { what: 'a negative latency, after a clock step, at the lower border', valueMs: -3, readsMs: 0.1 },
    { what: 'ninety seconds at the upper border', valueMs: 90_000, readsMs: 60_000 },
    { what: 'an endless wait at the upper border', valueMs: Infinity, readsMs: 60_000 },
  ])('counts $what', ({ valueMs, readsMs }) => {
    const read = quantile(histogramOf([valueMs]), 0.5) ?? Number.NaN;
    expect(Math.abs(read - readsMs) / readsMs).toBeLessThanOrEqual(relativeError);
  });

  it('refuses NaN', () => {
    expect(() => histogramBuilder().add(Number.NaN)).toThrow(RangeError);
  });

  it('keeps its buckets sparse, sorted and counted', () => {
    fc.assert(
      fc.property(fc.array(anyNumber), (values) => {
        const histogram = histogramOf(values);
        const indices = histogram.buckets.map(([bucket]) => bucket);
        expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
        expect(histogram.buckets.every(([, count]) => count > 0)).toBe(true);
        expect(countOf(histogram)).toBe(values.length);
      }),
    );
  });

  it('spans its whole range in fewer than 700 buckets', () => {
    const all = histogramOf(Array.from({ length: 60_000 }, (_, i) => 0.1 * 600_000 ** (i / 59_999)));
    expect(all.buckets.length).toBeLessThan(700);
  });
});

describe('mergeHistograms', () => {
  it('is the histogram of all samples together', () => {
    fc.assert(
      fc.property(fc.array(anyNumber), fc.array(anyNumber), (a, b) => {
        expect(mergeHistograms(histogramOf(a), histogramOf(b))).toEqual(histogramOf([...a, ...b]));
      }),
    );
  });

  it('keeps buckets beyond the range, which somebody else may have counted', () => {
    const far = {
      buckets: [
        [-1_000, 2],
        [5, 1],
        [900, 3],
      ] as const,
    };
    expect(mergeHistograms(far, far)).toEqual({
      buckets: [
        [-1_000, 4],
        [5, 2],
        [900, 6],
      ],
    });
  });

  it('is associative and commutative, and the empty histogram changes nothing', () => {
    const histogram = fc.array(anyNumber).map(histogramOf);
    fc.assert(
      fc.property(histogram, histogram, histogram, (a, b, c) => {
        expect(mergeHistograms(mergeHistograms(a, b), c)).toEqual(mergeHistograms(a, mergeHistograms(b, c)));
        expect(mergeHistograms(a, b)).toEqual(mergeHistograms(b, a));
        expect(mergeHistograms(a, emptyHistogram)).toEqual(a);
      }),
    );
  });
});
