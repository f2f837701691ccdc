import { UsageError } from '@garbageday/core/errors.ts';
import { neededInterval, sloEvaluator } from '@garbageday/core/slo/evaluate.ts';
import { parseWindow } from '@garbageday/core/slo/window.ts';
import { describe, expect, it } from 'vitest';
import { evaluated, minute, nowMs, sampleSlo } from './sample-slo.ts';

/** Minutes `from` to `to` ago, the later one included, each with so many good ones of 60. */
function minutes(from: number, to: number, good: number) {
  return Array.from({ length: from - to + 1 }, (_, index) => minute(from - index, good, 60));
}

const twoHours = { window: parseWindow('2h') };
function firing(evaluation: ReturnType<typeof evaluated>) {
  return evaluation.alerts
    .filter((alert) => alert.firing)
    .map(({ severity, longSeconds }) => [severity, longSeconds]);
}

describe('sloEvaluator', () => {
  it('says what it can without data: nothing is consumed, nothing is proven', () => {
    expect(evaluated(sampleSlo({ alerts: [] }), [])).toEqual({
      name: 'probe',
      objective: 0.999,
      window: { text: '30d', startMs: nowMs - 2_592_000_000, endMs: nowMs },
      good: 0,
      total: 0,
      sli: null,
      ...{ basis: 'seen', events: 0, isFinal: true },
      consumed: 0,
      remaining: 1,
      burn: [],
      alerts: [],
      exhaustedInSeconds: null,
      interval: null,
      verdict: 'no-data',
      coverage: { minutes: 43_200, seen: 0 },
      withoutExclusions: null,
      warnings: ['No data in the window: nothing is consumed, and nothing is proven.'],
    });
  });

  it('counts half-open: a slice that starts with the window, and none that starts with now', () => {
    const slices = [minute(120, 59, 60), minute(121, 0, 60), minute(1, 60, 60), minute(0, 0, 60)];
    const evaluation = evaluated(sampleSlo({ ...twoHours, alerts: [] }), slices);
    expect(evaluation).toMatchObject({ good: 119, total: 120, sli: 119 / 120 });
    expect(evaluation.warnings).toContain('1 slice starts at or after now and does not count.');
  });

  it('says how many slices are from the future', () => {
    const evaluation = evaluated(sampleSlo(twoHours), [minute(1, 60, 60), minute(0, 1, 1), minute(-5, 1, 1)]);
    expect(evaluation.warnings).toContain('2 slices start at or after now and do not count.');
  });

  it('consumes bad ÷ (B × total), and may overspend', () => {
    const evaluation = evaluated(sampleSlo(twoHours), minutes(120, 1, 59));
    expect(evaluation.consumed).toBeCloseTo(16.6667, 4);
    expect(evaluation.remaining).toBeCloseTo(1 - evaluation.consumed, 12);
    expect(evaluation).toMatchObject({ verdict: 'missed', exhaustedInSeconds: 0 });
  });

  it('tells the burn of every alert window, ascending, and null where there is no data', () => {
    const { burn } = evaluated(sampleSlo(), minutes(20, 10, 59));
    expect(burn.map(({ seconds }) => seconds)).toEqual([300, 1_800, 3_600, 7_200, 21_600, 86_400, 259_200]);
    expect(burn.map(({ rate }) => (rate === null ? null : Math.round(rate)))).toEqual([
      null,
      17,
      17,
      17,
      17,
      17,
      17,
    ]);
  });

  it.each([
    { what: 'nothing when nothing fails', slices: minutes(60, 1, 60), expected: [] },
    {
      what: 'everything when everything fails',
      slices: minutes(60, 1, 0),
      expected: [
        ['page', 3_600],
        ['page', 21_600],
        ['ticket', 86_400],
        ['ticket', 259_200],
      ],
    },
    {
      what: 'only what has not yet seen the end, when it is over for ten minutes',
      slices: [...minutes(60, 11, 0), ...minutes(10, 1, 60)],
      expected: [
        ['page', 21_600],
        ['ticket', 86_400],
        ['ticket', 259_200],
      ],
    },
  ])('fires $what', ({ slices, expected }) => {
    expect(firing(evaluated(sampleSlo(), slices))).toEqual(expected);
  });

  it('reads alert windows beyond the beginning of a calendar window', () => {
    const slo = sampleSlo({ window: parseWindow('1D') });
    const yesterday = minutes(24 * 60, 20 * 60, 0);
    const evaluation = evaluated(slo, [...yesterday, minute(1, 60, 60)]);
    expect(evaluation).toMatchObject({ good: 60, total: 60 });
    expect(evaluation.burn.find(({ seconds }) => seconds === 86_400)?.rate).toBeGreaterThan(900);
    expect(neededInterval(slo, nowMs)).toEqual({ fromMs: nowMs - 259_200_000, toMs: nowMs });
  });

  it('needs no more than the window where the alerts need less', () => {
    expect(neededInterval(sampleSlo({ alerts: [] }), nowMs).fromMs).toBe(nowMs - 2_592_000_000);
  });

  it('says when a calendar window ends, although that is in the future', () => {
    const { window } = evaluated(sampleSlo({ window: parseWindow('1M', 'Europe/Berlin') }), []);
    expect(window).toEqual({
      text: '1M',
      startMs: Date.parse('2026-10-31T23:00:00Z'),
      endMs: Date.parse('2026-11-30T23:00:00Z'),
    });
  });

  describe('forecasts', () => {
    it('at the burn of the last hour, which the first page watches', () => {
      // One of 1,000 in the hour burns at 1; the rest of the window was clean.
      const slices = [minute(10, 999, 1_000), minute(1_000, 9_000, 9_000)];
      const evaluation = evaluated(sampleSlo(), slices);
      expect(evaluation.remaining).toBeCloseTo(0.9, 12);
      expect(evaluation.exhaustedInSeconds).toBeCloseTo(0.9 * 2_592_000, 3);
    });

    it('at the burn of the longest window with data, when the last hour has none', () => {
      const slices = [minute(100, 999, 1_000), minute(5_000, 9_000, 9_000)];
      expect(evaluated(sampleSlo(), slices).exhaustedInSeconds).toBeCloseTo(0.9 * 2_592_000, 3);
    });

    it('at the burn of the window itself, when no alert watches or none has data', () => {
      const slices = [minute(10_000, 9_999, 10_000)];
      const expected = (0.9 / 0.1) * 2_592_000;
      expect(evaluated(sampleSlo({ alerts: [] }), slices).exhaustedInSeconds).toBeCloseTo(expected, 3);
      expect(evaluated(sampleSlo(), slices).exhaustedInSeconds).toBeCloseTo(expected, 3);
    });

    it('never, when nothing burns', () => {
      expect(evaluated(sampleSlo(), minutes(60, 1, 60)).exhaustedInSeconds).toBeNull();
    });

    it('with the real length of a calendar window', () => {
      const slo = sampleSlo({ window: parseWindow('1Q', 'Europe/Berlin'), alerts: [] });
      // 92 days and an hour, as the quarter holds the night on which clocks go back.
      expect(evaluated(slo, [minute(1, 9_999, 10_000)]).exhaustedInSeconds).toBeCloseTo(
        9 * (92 * 86_400 + 3_600),
        3,
      );
    });
  });

  describe('exclusions', () => {
    const slices = minutes(120, 1, 60).map((slice, index) =>
      index >= 60 && index < 90 ? { ...slice, counts: { good: 30, total: 60 } } : slice,
    );
    const fromMs = nowMs - 60 * 60_000;
    const excluded = [{ fromMs, toMs: fromMs + 30 * 60_000 }];

    it('drop good and bad alike, and say what it would be with them', () => {
      const evaluation = evaluated(sampleSlo(twoHours), slices, excluded);
      expect(evaluation).toMatchObject({ good: 90 * 60, total: 90 * 60, sli: 1, consumed: 0 });
      expect(evaluation.withoutExclusions).toMatchObject({ good: 7_200 - 900, total: 7_200, sli: 0.875 });
      expect(firing(evaluation)).toEqual([]);
    });

    it('that hold no slice change nothing, and are not spoken of', () => {
      const before = [{ fromMs: nowMs - 9e6, toMs: nowMs - 8e6 }];
      expect(evaluated(sampleSlo(twoHours), slices, before).withoutExclusions).toBeNull();
    });

    it('also hold for the alerts before the window', () => {
      const slo = sampleSlo({ window: parseWindow('1D') });
      const yesterday = minutes(24 * 60, 20 * 60, 0);
      const off = [{ fromMs: nowMs - 86_400_000, toMs: nowMs - 20 * 3_600_000 + 60_000 }];
      const evaluation = evaluated(slo, [...yesterday, minute(1, 60, 60)], off);
      expect(evaluation.burn.every(({ rate }) => rate === 0)).toBe(true);
      expect(evaluation.withoutExclusions).toBeNull();
    });
  });

  describe('warns', () => {
    it('when most of the window has no data', () => {
      expect(evaluated(sampleSlo(twoHours), minutes(60, 1, 60)).warnings).toContain(
        "Only 60 of the window's 120 minutes so far have data; the others count as neither good nor bad.",
      );
    });

    it('not when nearly all of it has', () => {
      expect(evaluated(sampleSlo({ ...twoHours, alerts: [] }), minutes(110, 1, 60)).warnings).toEqual([]);
    });

    it('when a single failure would page: one a minute', () => {
      const slices = Array.from({ length: 60 }, (_, index) => minute(index + 1, 1, 1));
      expect(evaluated(sampleSlo(twoHours), slices).warnings.join()).toContain(
        'Low traffic: a single failure would page',
      );
    });

    it('also when nobody has asked for an hour', () => {
      const { warnings } = evaluated(sampleSlo(), [minute(300, 60, 60)]);
      expect(warnings.join()).toContain('only 0 events in the last 1h');
    });

    it('not when it takes two', () => {
      const slices = Array.from({ length: 60 }, (_, index) => minute(index + 1, 60, 60));
      expect(evaluated(sampleSlo(), slices).warnings.join()).not.toContain('Low traffic');
    });
  });

  it.each([
    { what: 'more good than there were', counts: { good: 2, total: 1 }, why: 'good 2 is more than total 1' },
    { what: 'fewer than none', counts: { good: -1, total: 1 }, why: 'good is -1' },
    { what: 'a total below none', counts: { good: 0, total: -1 }, why: 'total is -1' },
    { what: 'half of one', counts: { good: 0.5, total: 1 }, why: 'good is 0.5' },
    { what: 'no number', counts: { good: 0, total: Number.NaN }, why: 'total is NaN' },
    { what: 'without end', counts: { good: 0, total: Number.POSITIVE_INFINITY }, why: 'total is Infinity' },
  ])('refuses a slice with $what', ({ counts, why }) => {
    const { add } = sloEvaluator(sampleSlo(), { nowMs, excluded: [] });
    expect(() => add({ startMs: nowMs - 1, counts })).toThrow(UsageError);
    expect(() => add({ startMs: nowMs - 1, counts })).toThrow(why);
  });

  it('refuses a slice at no time', () => {
    const { add } = sloEvaluator(sampleSlo(), { nowMs, excluded: [] });
    expect(() => add({ startMs: Number.NaN, counts: { good: 1, total: 1 } })).toThrow('it starts at NaN');
  });

  it.each([0, 1, 99.9, -1, Number.NaN])('refuses the objective %d at once', (objective) => {
    expect(() => sloEvaluator(sampleSlo({ objective }), { nowMs, excluded: [] })).toThrow(UsageError);
  });

  it('refuses to evaluate at no time', () => {
    expect(() => sloEvaluator(sampleSlo(), { nowMs: Number.NaN, excluded: [] })).toThrow(UsageError);
  });

  it('refuses alerts that can never fire', () => {
    expect(() => sloEvaluator(sampleSlo({ objective: 0.9 }), { nowMs, excluded: [] })).toThrow(
      'can never fire',
    );
  });

  it('may be asked in between', () => {
    const { add, result } = sloEvaluator(sampleSlo(), { nowMs, excluded: [] });
    add(minute(2, 60, 60));
    expect(result().total).toBe(60);
    add(minute(1, 60, 60));
    expect(result().total).toBe(120);
  });
});
