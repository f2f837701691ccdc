import { probeComparison } from '@garbageday/cost/probe-comparison.ts';
import { describe, expect, it } from 'vitest';

/**
 * By hand, at 10 probes a second: 550 an invocation, 1,818.18 invocations a million.
 * 256 MB: 1,818.18 × (0.25 × 55 × 0.0000133334 + 0.0000002) = 1,818.18 × 0.00018353425 = 0.333699.
 * 128 MB: 1,818.18 × (0.125 × 55 × 0.0000133334 + 0.0000002) = 1,818.18 × 0.000091867125 = 0.167031.
 * Around it, each: 0.000001 schedule + 2 × (0.00001 metrics + 0.000000625 write) + 0.000005 trace + 0.000001 log
 * = 0.00002825, × 1,818.18 = 0.0513636; with 0.333699 that is 0.385063.
 */
describe('a million probes', () => {
  it.each([
    ['10 a second', 10, { each: 550, small: 0.167031, large: 0.333699, all: 0.385063 }],
    // A tenth of the probes in as many seconds: ten times the price.
    ['1 a second', 1, { each: 55, small: 1.67031, large: 3.33699, all: 3.85063 }],
  ])('at %s', (_name, rate, { each, small, large, all }) => {
    const { probesPerInvocation, lambdaUsd, allUsd } = probeComparison(rate);
    expect(probesPerInvocation).toBe(each);
    expect(lambdaUsd.at128Mb).toBeCloseTo(small, 4);
    expect(lambdaUsd.at256Mb).toBeCloseTo(large, 4);
    expect(allUsd).toBeCloseTo(all, 4);
  });

  it('costs 1,200 $ with CloudWatch Synthetics: 1,000,000 × 0.0012', () => {
    expect(probeComparison(10).syntheticsUsd).toBeCloseTo(1_200, 9);
  });
});
