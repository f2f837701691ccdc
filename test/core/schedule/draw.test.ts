import type { Interval } from '@garbageday/core/ports.ts';
import { chaosCalendar } from '@garbageday/core/schedule/calendar.ts';
import { chanceOf, type Draw, type DrawRequest, drawDay } from '@garbageday/core/schedule/draw.ts';
import { addDays } from '@garbageday/core/time/zone.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chaosSchedule } from '../../fakes/schedule.ts';

const everyDay = chaosSchedule({ meanDaysBetween: 1, minDaysBetween: 1 });

function request(changes: Partial<DrawRequest> = {}): DrawRequest {
  return {
    service: 'wordcount',
    group: 'web',
    date: '2026-11-23',
    salt: 'salt',
    schedule: everyDay,
    nowMs: Date.parse('2026-11-23T05:00Z'),
    lastKillAtMs: null,
    ...changes,
  };
}

function isInside(windows: readonly Interval[], atMs: number) {
  return windows.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
}

function reasonOf(draw: Draw) {
  return draw.kind === 'spared' ? draw.reason : 'kill';
}

describe('drawDay', () => {
  it.each([
    { what: 'on a workday of a group that is hit every day', changes: {}, reason: 'kill' },
    { what: 'on a Saturday', changes: { date: '2026-11-28' }, reason: 'no-workday' },
    { what: 'on a holiday', changes: { date: '2026-11-25' }, reason: 'holiday' },
    {
      what: 'after a kill within the last workday',
      changes: { lastKillAtMs: Date.parse('2026-11-20T14:00Z') },
      reason: 'cooldown',
    },
    {
      what: 'after a kill in the window of the workday before',
      changes: { lastKillAtMs: Date.parse('2026-11-20T13:59Z') },
      reason: 'kill',
    },
    {
      what: 'when the window is over',
      changes: { nowMs: Date.parse('2026-11-23T14:00Z') },
      reason: 'window-over',
    },
    {
      what: 'when the clock skips the whole window',
      changes: {
        date: '2026-03-29',
        schedule: { ...everyDay, workdays: [7], windows: [{ from: '02:00', to: '03:00' }] },
        nowMs: 0,
      },
      reason: 'window-over',
    },
  ])('decides $what: $reason', ({ changes, reason }) => {
    expect(reasonOf(drawDay(request(changes)))).toBe(reason);
  });

  it('says when, and what claim it takes, from a seed of its own', () => {
    const draw = drawDay(request());
    expect(draw).toMatchObject({
      kind: 'kill',
      group: 'web',
      date: '2026-11-23',
      claimKey: 'web/2026-11-23',
    });
    expect(draw.seed).toBe('wordcount / web / 2026-11-23 / salt');
  });

  it('is the same draw however often it is asked for, and another for another group, day or salt', () => {
    expect(drawDay(request())).toEqual(drawDay(request()));
    const others = [request({ group: 'data' }), request({ date: '2026-11-24' }), request({ salt: 'pepper' })];
    const times = [request(), ...others]
      .map((each) => drawDay(each))
      .map((draw) => (draw.kind === 'kill' ? draw.atMs % 86_400_000 : 0));
    expect(new Set(times).size).toBeGreaterThan(1);
  });

  it('strikes inside the window, on a whole minute, and never in the past', () => {
    const schedule = fc.constantFrom(
      everyDay,
      { ...everyDay, windows: [{ from: '22:00', to: '06:00' }] },
      { ...everyDay, windows: [{ from: '00:00', to: '24:00' }] },
      {
        ...everyDay,
        windows: [
          { from: '09:00', to: '09:30' },
          { from: '23:00', to: '02:30' },
        ],
      },
    );
    const day = fc.integer({ min: 0, max: 730 }).map((days) => addDays('2026-01-01', days));
    fc.assert(
      fc.property(schedule, day, fc.nat(24 * 60), fc.string(), (of, date, lateMinutes, salt) => {
        const calendar = chaosCalendar(of);
        const window = calendar.spanOf(date);
        const nowMs = window.fromMs - 60_000 + lateMinutes * 30_001;
        const draw = drawDay(request({ schedule: of, date, salt, nowMs }));
        if (draw.kind === 'spared') return;
        expect(draw.atMs).toBeGreaterThanOrEqual(nowMs);
        expect(isInside(calendar.windowsOf(date), draw.atMs)).toBe(true);
        expect(draw.atMs % 60_000).toBe(0);
        expect(calendar.dayOf(draw.atMs)).toBe(date);
      }),
    );
  });

  it.each([
    { what: 'an ordinary day', date: '2026-11-23', minutes: 180 },
    { what: 'the day that is an hour short', date: '2026-03-29', minutes: 120 },
    { what: 'the day that is an hour long', date: '2026-10-25', minutes: 240 },
  ])('is uniform over the $minutes minutes of a window from 01:00 to 04:00 on $what', ({ date, minutes }) => {
    const schedule = { ...everyDay, workdays: [1, 7], windows: [{ from: '01:00', to: '04:00' }] };
    const { fromMs } = chaosCalendar(schedule).spanOf(date);
    const hits = Array.from({ length: minutes / 20 }, () => 0);
    for (let n = 0; n < 1_000; n += 1) {
      const draw = drawDay(request({ schedule, date, salt: `${n}`, nowMs: 0 }));
      const twentieth = draw.kind === 'kill' ? Math.floor((draw.atMs - fromMs) / 1_200_000) : -1;
      hits[twentieth] = (hits[twentieth] ?? 0) + 1;
    }
    const expected = 1_000 / hits.length;
    expect(hits).toHaveLength(minutes / 20);
    for (const count of hits) expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });
});

describe('chanceOf', () => {
  it.each([
    { meanDaysBetween: 1, minDaysBetween: 1, chance: 1 },
    { meanDaysBetween: 5, minDaysBetween: 1, chance: 1 / 5 },
    { meanDaysBetween: 5, minDaysBetween: 3, chance: 1 / 3 },
    { meanDaysBetween: 4, minDaysBetween: 4, chance: 1 },
  ])('is $chance for a mean of $meanDaysBetween and a minimum of $minDaysBetween', ({ chance, ...days }) => {
    expect(chanceOf(chaosSchedule(days))).toBe(chance);
  });
});

/** The days of kills, counted from 2026-01-01, when every day is drawn once and every kill happens. */
function killsOf(of: DrawRequest, days: number) {
  const kills: number[] = [];
  let { lastKillAtMs } = of;
  for (let day = 0; day < days; day += 1) {
    const draw = drawDay({ ...of, date: addDays('2026-01-01', day), lastKillAtMs });
    if (draw.kind === 'spared') continue;
    lastKillAtMs = draw.atMs;
    kills.push(day);
  }
  return kills;
}

describe('years of draws', () => {
  // Workdays only, and no holidays, so that a gap is easy to count.
  it.each([
    { meanDaysBetween: 1, minDaysBetween: 1 },
    { meanDaysBetween: 5, minDaysBetween: 1 },
    { meanDaysBetween: 5, minDaysBetween: 3 },
    { meanDaysBetween: 3, minDaysBetween: 3 },
  ])('have a mean gap of $meanDaysBetween workdays, and never one under $minDaysBetween', (days) => {
    const schedule = chaosSchedule({
      ...days,
      timeZone: 'UTC',
      workdays: [1, 2, 3, 4, 5, 6, 7],
      holidays: [],
    });
    const kills = killsOf(request({ schedule, nowMs: 0 }), 1_500);
    const gaps = kills.slice(1).map((kill, index) => kill - (kills[index] ?? Number.NaN));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    // The gap beyond the cooldown is geometric; 5 standard errors of its mean.
    const chance = chanceOf(schedule);
    const tolerance = (5 * Math.sqrt(1 - chance)) / chance / Math.sqrt(gaps.length) + 1e-9;
    expect(Math.abs(mean - days.meanDaysBetween)).toBeLessThanOrEqual(tolerance);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(days.minDaysBetween);
  });
});
