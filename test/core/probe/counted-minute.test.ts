import { type CountedMinute, idleMinute, sliceOfMinute } from '@garbageday/core/probe/counted-minute.ts';
import { countOf, quantile } from '@garbageday/core/probe/histogram.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const identity = {
  ...{ service: 'shop', journey: 'users', vantage: 'eu-west-1', startMs: 60_000, widthSeconds: 60, seq: 0 },
};

function slice(counted: Partial<CountedMinute>) {
  return sliceOfMinute(identity, { ...idleMinute, ...counted });
}

describe('a minute that a load balancer counted, as a slice', () => {
  it('is good but for answers from 500 on, no matter who gave them', () => {
    const { availability, errors } = slice({ requests: 1_000, targetErrors: 7, balancerErrors: 3 });
    expect(availability).toEqual({ good: 990, total: 1_000 });
    expect(errors).toEqual([['status-5xx', 10]]);
  });

  it('counts the requests for which no target was there, which RequestCount lacks: an outage is not silence', () => {
    const outage = slice({ balancerErrors: 500, unserved: 500 });
    expect(outage.availability).toEqual({ good: 0, total: 500 });
    expect(outage.badRuns).toEqual({ leading: 500, longest: 500, trailing: 500 });
  });

  it('without a request holds nothing, and no failure', () => {
    expect(slice({})).toMatchObject({
      ...{ ...identity, availability: { good: 0, total: 0 }, latency: { good: 0, total: 0 }, errors: [] },
      ...{ longestMs: 0, histogram: { buckets: [] }, badRuns: { leading: 0, longest: 0, trailing: 0 } },
    });
  });

  it.each<[string, Partial<CountedMinute>, number]>([
    ['those within the threshold', { answered: 1_000, fastShare: 0.975 }, 975],
    ['rounded to whole requests', { answered: 1_000, fastShare: 0.97449 }, 974],
    [
      'a failed answer of a target is taken for a fast one',
      { answered: 1_000, fastShare: 0.975, targetErrors: 5 },
      970,
    ],
    ['never below none', { answered: 1_000, fastShare: 0.001, targetErrors: 5 }, 0],
    [
      'what the load balancer refused itself was not answered',
      { answered: 900, fastShare: 1, balancerErrors: 100 },
      900,
    ],
    ['never more than were answered correctly', { answered: 1_000, fastShare: 1, balancerErrors: 10 }, 990],
  ])('is in time: %s', (_, counted, good) => {
    expect(slice({ requests: 1_000, ...counted }).latency).toEqual({ good, total: 1_000 });
  });

  it('never has more bad requests than requests, though metrics of one may fall into two minutes', () => {
    expect(slice({ requests: 3, targetErrors: 4 }).availability).toEqual({ good: 0, total: 4 });
  });

  it('has a histogram that is nowhere faster than the percentiles say', () => {
    const { histogram, longestMs } = slice({
      ...{ requests: 1_000, answered: 1_000 },
      percentiles: [
        [0.5, 20],
        [0.9, 80],
        [0.99, 300],
        [1, 2_000],
      ],
    });
    expect(countOf(histogram)).toBe(1_000);
    expect(longestMs).toBe(2_000);
    const at = (q: number) => quantile(histogram, q) ?? 0;
    for (const [q, ms] of [
      [0.5, 20],
      [0.7, 80],
      [0.9, 80],
      [0.99, 300],
      [0.995, 2_000],
    ] as const)
      expect(Math.abs(at(q) - ms) / ms).toBeLessThan(0.011);
  });

  it('of few requests counts each once', () => {
    const one = slice({
      requests: 1,
      answered: 1,
      percentiles: [
        [0.5, 7],
        [0.9, 7],
        [0.99, 7],
        [1, 7],
      ],
    });
    expect(countOf(one.histogram)).toBe(1);
  });

  it('is possible, whatever was counted', () => {
    const count = fc.nat(1_000_000);
    const any = fc.record({
      ...{ requests: count, targetErrors: count, balancerErrors: count, unserved: count, answered: count },
      fastShare: fc.double({ min: 0, max: 1, noNaN: true }),
      percentiles: fc.constant([
        [0.5, 3],
        [1, 9],
      ] as const),
    });
    fc.assert(
      fc.property(any, (counted) => {
        const { availability, latency, histogram } = sliceOfMinute(identity, counted);
        for (const { good, total } of [availability, latency]) {
          expect(good).toBeGreaterThanOrEqual(0);
          expect(good).toBeLessThanOrEqual(total);
          expect(Number.isInteger(good) && Number.isInteger(total)).toBe(true);
        }
        expect(latency.good).toBeLessThanOrEqual(availability.good);
        expect(countOf(histogram)).toBe(counted.answered);
      }),
    );
  });
});
