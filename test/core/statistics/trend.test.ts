import { mannKendall, theilSen } from '@garbageday/core/statistics/trend.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const series = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 2, maxLength: 30 });

describe('mannKendall', () => {
  it.each([
    { values: [], s: 0, variance: 0, z: 0 },
    { values: [7], s: 0, variance: 0, z: 0 },
    // Gilbert, section 16.4: 10, 15, 14, 20.
    { values: [10, 15, 14, 20], s: 4, variance: 156 / 18, z: 3 / Math.sqrt(156 / 18) },
    // Two equal values: 4 × 3 × 13 less 2 × 1 × 9.
    { values: [10, 15, 15, 20], s: 5, variance: 138 / 18, z: 4 / Math.sqrt(138 / 18) },
    { values: [3, 3, 3], s: 0, variance: 0, z: 0 },
  ])('of $values is S = $s', ({ values, s, variance, z }) => {
    const trend = mannKendall(values);
    expect(trend.s).toBe(s);
    expect(trend.variance).toBeCloseTo(variance, 10);
    expect(trend.z).toBeCloseTo(z, 10);
  });

  it('is the opposite for the series from its end, and the same for what grows in another unit', () => {
    fc.assert(
      fc.property(series, (values) => {
        const trend = mannKendall(values);
        expect(mannKendall(values.toReversed()).s + trend.s).toBe(0);
        expect(mannKendall(values.map((value) => 3 * value + 7))).toEqual(trend);
      }),
    );
  });
});

describe('theilSen', () => {
  it('wants two values, and has that of a line for a line', () => {
    expect(() => theilSen([5], 2.326)).toThrow('no item');
    expect(theilSen([1, 3, 5, 7, 9, 11, 13], 2.326)).toEqual({ slope: 2, low: 2 });
  });

  it('is not moved by one value that is far off', () => {
    expect(theilSen([0, 1, 2, 3, 400, 5, 6, 7, 8, 9], 2.326).slope).toBe(1);
  });

  it('is bounded from below, the more surely the lower', () => {
    fc.assert(
      fc.property(series, fc.nat(4), (values, z) => {
        const [sure, surer] = [theilSen(values, z), theilSen(values, z + 1)];
        expect(sure.low).toBeLessThanOrEqual(sure.slope);
        expect(surer.low).toBeLessThanOrEqual(sure.low);
      }),
    );
  });
});
