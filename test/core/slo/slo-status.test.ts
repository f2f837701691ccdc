/** The one budget of an objective, and its verdict (domain.md §5a). */
import {
  type SloStatus,
  type StatusQuestion,
  sloStatus,
  verdictOf,
} from '@garbageday/core/slo/slo-status.ts';
import { eventsIn, parseWindow, windowBounds } from '@garbageday/core/slo/window.ts';
import type { Counts } from '@garbageday/core/statistics/counts.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nowMs, sampleSlo } from './sample-slo.ts';

const day = 86_400;
function at(time: string): number {
  return Date.parse(time);
}

type Scene = Partial<Omit<StatusQuestion, 'slo' | 'expected'>> & {
  readonly window?: string;
  readonly timeZone?: string;
  readonly objective?: number;
  readonly since?: number | null;
  readonly ratePerSecond?: number | null;
};

/** One event a second, measured for long; the default is a full month of 30 days. */
function statusOf(counts: Counts, scene: Scene = {}): SloStatus {
  const {
    window = '30d',
    timeZone = 'UTC',
    objective = 0.999,
    since = 0,
    ratePerSecond = 1,
    ...rest
  } = scene;
  return sloStatus({
    slo: sampleSlo({ objective, window: parseWindow(window, timeZone) }),
    ...{ counts, nowMs, isCovered: true, ...rest },
    expected:
      ratePerSecond === null ? { basis: 'seen' } : { basis: 'window', ratePerSecond, measuredSinceMs: since },
  });
}

function withBad(total: number, bad: number): Counts {
  return { good: total - bad, total };
}

describe('a closed calendar window', () => {
  it.each([
    ['a month of 28 days', '1M', 'UTC', '2026-02-14T12:00Z', 28 * day],
    ['a month of 29 days', '1M', 'UTC', '2028-02-14T12:00Z', 29 * day],
    ['a month of 30 days', '1M', 'UTC', '2026-11-14T12:00Z', 30 * day],
    ['a month of 31 days', '1M', 'UTC', '2026-12-14T12:00Z', 31 * day],
    ['a month with an hour twice', '1M', 'Europe/Berlin', '2026-10-14T12:00Z', 31 * day + 3_600],
    ['a quarter', '1Q', 'UTC', '2026-11-14T12:00Z', 92 * day],
    ['a year', '1Y', 'UTC', '2026-11-14T12:00Z', 365 * day],
    ['a week', '1W', 'UTC', '2026-11-14T12:00Z', 7 * day],
    ['a day of 23 hours', '1D', 'Europe/Berlin', '2026-03-29T12:00Z', 23 * 3_600],
    ['a day of 25 hours', '1D', 'Europe/Berlin', '2026-10-25T12:00Z', 25 * 3_600],
  ])(
    '%s is met with exactly the budget spent, and missed with one failure more',
    (_, window, timeZone, inside, seconds) => {
      const bounds = windowBounds(parseWindow(window, timeZone), at(inside));
      // So that the budget is a whole number of events: 1,000 a second at 99.9% are one bad event a second.
      const total = eventsIn(bounds, 1_000);
      expect(total).toBe(seconds * 1_000);
      const scene = { window, timeZone, nowMs: bounds.toMs, ratePerSecond: 1_000 };
      expect(statusOf(withBad(total, seconds), scene)).toMatchObject({
        ...{ verdict: 'met', remaining: 0, consumed: 1, events: total, isFinal: true },
        window: { startMs: bounds.fromMs, endMs: bounds.toMs },
      });
      expect(statusOf(withBad(total, seconds + 1), scene)).toMatchObject({
        verdict: 'missed',
        isFinal: true,
      });
      expect(statusOf(withBad(total, seconds + 1), scene).remaining).toBeLessThan(0);
    },
  );

  it('is met exactly when something or nothing is left, never when more than all is spent', () => {
    const anything = fc.tuple(
      fc.integer({ min: 1, max: 100_000 }),
      fc.nat(300),
      fc.integer({ min: 1, max: 9_999 }),
    );
    fc.assert(
      fc.property(anything, fc.boolean(), ([total, bad, tenThousandths], isCovered) => {
        const objective = tenThousandths / 10_000;
        const scene = { window: '1M', nowMs: at('2026-12-01T00:00Z'), objective, isCovered };
        const { remaining, verdict } = statusOf(withBad(total, Math.min(bad, total)), scene);
        expect(verdict).toBe(remaining >= 0 ? 'met' : 'missed');
        // The same in whole numbers.
        expect(remaining >= 0).toBe(Math.min(bad, total) * 10_000 <= total * (10_000 - tenThousandths));
      }),
    );
  });

  it('without an event has no data', () => {
    const { verdict, consumed, sli } = statusOf(withBad(0, 0), {
      window: '1M',
      nowMs: at('2026-12-01T00:00Z'),
    });
    expect({ verdict, consumed, sli }).toEqual({ verdict: 'no-data', consumed: 0, sli: null });
  });
});

describe('an open window', () => {
  const elapsed = (nowMs - at('2026-11-01T00:00Z')) / 1_000;

  it('is a share of what it will hold: seen, and the rate for the rest of the month', () => {
    const status = statusOf(withBad(elapsed, 0), { window: '1M' });
    expect(status).toMatchObject({ events: 30 * day, isFinal: false, verdict: 'met', remaining: 1 });
    expect(statusOf(withBad(100, 0), { window: '1M' }).events).toBe(100 + 30 * day - elapsed);
  });

  it('is not missed while its budget is not overspent, whatever the interval says', () => {
    // Half the events of the first hour failed: 1,800 of the 2,592 that a month allows.
    const first = { window: '1M', nowMs: at('2026-11-01T01:00Z') };
    expect(statusOf(withBad(3_600, 1_800), first)).toMatchObject({
      ...{ verdict: 'not-yet-provable', isFinal: false, consumed: 1_800 / 2_592 },
    });
    expect(statusOf(withBad(3_600, 2_592), first)).toMatchObject({
      verdict: 'not-yet-provable',
      remaining: 0,
    });
    expect(statusOf(withBad(3_600, 2_593), first)).toMatchObject({ verdict: 'missed' });
  });

  it('of an installation on its first day: ten bad minutes spend 23%, and do not miss it', () => {
    const since = nowMs - 3_600_000;
    const status = statusOf(withBad(3_600, 600), { since });
    expect(status).toMatchObject({ verdict: 'not-yet-provable', isFinal: false, events: 30 * day });
    expect(status.consumed).toBeCloseTo(0.2315, 4);
    expect(statusOf(withBad(0, 0), { since: null })).toMatchObject({ events: 30 * day, verdict: 'no-data' });
  });

  it('does not credit minutes that are missing in between', () => {
    const since = nowMs - 2 * day * 1_000;
    expect(statusOf(withBad(1_000, 0), { since }).events).toBe(1_000 + 28 * day);
  });

  it('in time slices is a share of time slices', () => {
    const budgeting = { kind: 'timeslices', sliceSeconds: 60, sliceTarget: 0.99 } as const;
    const slo = sampleSlo({ budgeting });
    const expected = { basis: 'window', ratePerSecond: 7, measuredSinceMs: nowMs - 600_000 } as const;
    const question = { slo, counts: withBad(10, 1), nowMs, expected, isCovered: true };
    expect(sloStatus(question)).toMatchObject({ events: 43_200, consumed: 1 / 43.2 });
  });
});

describe('a rolling window', () => {
  it('that is full and was measured is judged by what was counted', () => {
    const total = 30 * day;
    expect(statusOf(withBad(total, 2_592))).toMatchObject({ verdict: 'met', remaining: 0, isFinal: true });
    expect(statusOf(withBad(total, 2_593))).toMatchObject({ verdict: 'missed' });
  });

  it('that has holes is judged as a sample', () => {
    expect(statusOf(withBad(300, 0), { isCovered: false }).verdict).toBe('not-yet-provable');
    expect(statusOf(withBad(300, 2), { isCovered: false }).verdict).toBe('missed');
    expect(statusOf(withBad(3_838, 0), { isCovered: false }).verdict).toBe('met');
  });

  it('whose rate nobody knows is a share of the events seen, and says so', () => {
    expect(statusOf(withBad(300, 0), { ratePerSecond: null })).toMatchObject({
      ...{ basis: 'seen', events: 300, verdict: 'not-yet-provable', isFinal: true },
    });
    expect(statusOf(withBad(2_000, 1), { ratePerSecond: null }).remaining).toBe(0.5);
  });
});

it('without an interval there is no data', () => {
  expect(verdictOf(null, 0.9)).toBe('no-data');
});

it('never says missed of a window that is open and not overspent, nor met of one that is overspent', () => {
  const window = fc.constantFrom('30d', '1M', '1W', '1Q', '2h');
  fc.assert(
    fc.property(
      ...[window, fc.nat(5_000), fc.nat(100), fc.option(fc.nat(40 * day), { nil: null }), fc.boolean()],
      (of, total, bad, ago, isKnown) => {
        const since = ago === null ? null : nowMs - ago * 1_000;
        const scene = { window: of, since, ratePerSecond: isKnown ? 1 : null };
        const { verdict, remaining, isFinal, events } = statusOf(withBad(total, Math.min(bad, total)), scene);
        expect(events).toBeGreaterThanOrEqual(total);
        if (!isFinal && remaining >= 0) expect(verdict).not.toBe('missed');
        if (remaining < 0) expect(verdict).not.toBe('met');
      },
    ),
  );
});
