/** Users' own requests, as a load balancer counted them, in the report of a day. */

import { evaluateNow } from '@garbageday/core/slo/evaluate-now.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { configuration, measuredJourney, sloConfiguration } from '../../fakes/configuration.ts';
import { byMetrics, counted, day, reportOf } from '../../fakes/counted-users.ts';
import { filledLedger } from '../../fakes/minutes.ts';

describe("a report with the users' own requests", () => {
  it('has one budget of the requests that were seen, by the same engine as the probe has', async () => {
    const { slos, verdict } = await reportOf();
    expect(slos.map(({ name, good, total, basis, events }) => [name, good, total, basis, events])).toEqual([
      ['users: availability', 143_990, 144_000, 'seen', 144_000],
      ['users: latency', 142_551, 144_000, 'seen', 144_000],
      ['probe-availability', 14_400, 14_400, 'window', 14_400],
    ]);
    // Ten of 144 that a day of 144,000 requests may lose.
    expect(slos[0]?.consumed).toBeCloseTo(10 / 144, 9);
    expect(slos[0]?.burn.length).toBeGreaterThan(0);
    expect(verdict).toBe('kept');
  });

  it('counts a minute in which no one came, and not as a failure', async () => {
    const { coverage, slos, verdict } = await reportOf({ isIdle: (at) => at % 2 === 0 });
    expect(coverage.map(({ journey, ratio }) => [journey, ratio])).toEqual([
      ['users', 1],
      ['probe', 1],
    ]);
    expect(slos[0]?.consumed).toBe(0);
    expect(verdict).not.toBe('inconclusive');
  });

  it('does not miss the last half hour, which may still be on its way', async () => {
    const { coverage } = await reportOf({ until: day - 29 });
    expect(coverage[0]).toMatchObject({ ratio: 1, silentSinceMs: null });
  });

  it('says that what counts has been silent for longer', async () => {
    const { coverage, verdict } = await reportOf({ until: day - 300 });
    expect(coverage[0]).toMatchObject({ silentSinceMs: (day - 300) * minuteMs });
    expect(coverage[0]?.ratio).toBeCloseTo(1_140 / 1_410, 9);
    expect(verdict).toBe('inconclusive');
  });

  it('says who counted the requests, unless several did', async () => {
    const { users, journeys } = await reportOf();
    expect(users).toMatchObject({ sent: 144_000, failed: 10, countedBy: 'alb-metrics' });
    expect(journeys.map(({ name, measuredBy }) => [name, measuredBy])).toEqual([
      ['users', 'alb-metrics'],
      ['probe', undefined],
    ]);
    expect((await reportOf({ isPlayedToo: true })).users).not.toHaveProperty('countedBy');
  });
});

it('an objective on them right now is a share of the requests that were seen, too', async () => {
  const users = measuredJourney({ name: 'users', role: 'load', ratePerSecond: 200, measuredBy: byMetrics });
  const slo = sloConfiguration({ journey: 'users', window: '1d' });
  const ledger = await filledLedger([counted(1, { targetErrors: 1 })]);
  const question = {
    configuration: configuration({ journeys: [users] }),
    slo,
    excluded: [],
    deadlineMs: 1e12,
  };
  const evaluation = await evaluateNow({ clock: { now: () => 10 * minuteMs }, ledger }, question);
  expect(evaluation).toMatchObject({ basis: 'seen', events: 100, good: 99 });
});
