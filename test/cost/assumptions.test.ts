import { sliceBuilder } from '@garbageday/core/probe/slice-builder.ts';
import { encodeSlice } from '@garbageday/core/probe/slice-codec.ts';
import { seededRandom } from '@garbageday/core/time/random.ts';
import { requestsPerJourney, sliceBytes } from '@garbageday/cost/assumptions.ts';
import { probeSecondsPerRun, usersSecondsPerRun } from '@garbageday/cost/traffic.ts';
import { measuringOf } from '@garbageday/prober/measuring-time.ts';
import { describe, expect, it } from 'vitest';
import { probeJourney, usersJourney } from '../fixtures/word-journeys.ts';

const [probeMeasuring, usersMeasuring] = [measuringOf(probeJourney), measuringOf(usersJourney)];

/** Partition key, sort key, names of attributes, expiry; and what DynamoDB adds to an item. */
const keyBytes = 130;
const addedBytes = 100;

/** Latencies around 20 ms, every fiftieth ten times as long. */
function minuteOf(journeys: number, steps: readonly string[]): number {
  const random = seededRandom('assumptions');
  const latencyMs = () => 20 * Math.exp(random.next() - 0.5) * (random.next() < 0.02 ? 10 : 1);
  const identity = { service: 'wordcount', journey: 'probe', vantage: 'us-east-1', startMs: 0 };
  const builder = sliceBuilder({ ...identity, widthSeconds: 60, seq: 0 }, 300);
  for (let index = 0; index < journeys; index += 1) {
    const sent = steps.map((step) => ({ step, latencyMs: latencyMs(), error: null }));
    builder.record({ latencyMs: latencyMs(), error: null, retried: 0, lagMs: random.next(), steps: sent });
  }
  return encodeSlice(builder.build()).length;
}

describe('what the bill assumes', () => {
  it('is how long probe and users send in every minute', () => {
    expect([probeSecondsPerRun, usersSecondsPerRun]).toEqual([
      probeMeasuring.sendMs / 1_000,
      usersMeasuring.sendMs / 1_000,
    ]);
    expect(requestsPerJourney).toBe(probeMeasuring.requests);
  });

  it.each([
    ['the probe', 600, ['insert', 'get', 'toplist']],
    ['200 users a second', 12_000, []],
  ])('is room enough for a slice of %s', (_who, journeys, steps) => {
    const bytes = minuteOf(journeys, steps) + keyBytes + addedBytes;
    expect(bytes).toBeLessThanOrEqual(sliceBytes);
    expect(bytes).toBeGreaterThan(sliceBytes / 4);
  });
});
