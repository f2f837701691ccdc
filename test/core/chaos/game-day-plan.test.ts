import {
  type GameDayRequest,
  gameDayTimes,
  planGameDay,
  shortestGameDayMs,
} from '@garbageday/core/chaos/game-day-plan.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupConfiguration, threeGroups } from '../../fakes/configuration.ts';

function request(changes: Partial<GameDayRequest> = {}): GameDayRequest {
  return {
    seed: 'tuesday',
    runId: 'r1',
    startAtMs: 1_000_000,
    durationMs: 100_000,
    kills: 4,
    groups: threeGroups,
    ...gameDayTimes,
    mode: 'armed',
    ...changes,
  };
}

function acts(plans: ReturnType<typeof planGameDay>) {
  return plans.map((plan) => `${plan.group} ${plan.fault} ${plan.role}`);
}

const fullScript = ['web terminate any', 'data power-cut primary', 'web power-cut any', 'lb power-cut any'];

describe('planGameDay', () => {
  it.each([
    { what: 'no kills', kills: 0, expected: [] },
    { what: 'a prefix of the script', kills: 2, expected: fullScript.slice(0, 2) },
    { what: 'the whole script', kills: 4, expected: fullScript },
    { what: 'the script over again', kills: 6, expected: [...fullScript, ...fullScript.slice(0, 2)] },
  ])('plays $what for $kills kills', ({ kills, expected }) => {
    expect(acts(planGameDay(request({ kills, durationMs: 300_000 })))).toEqual(expected);
  });

  it('has room for every kill and a tail in the shortest game day for them', () => {
    const { durationMs: _, ...rest } = request({ kills: 3 });
    const durationMs = shortestGameDayMs(rest);
    const plans = planGameDay({ ...rest, durationMs });
    expect(plans).toHaveLength(3);
    const lastMs = plans.at(-1)?.plannedAtMs ?? Number.NaN;
    expect(lastMs + rest.minSpacingMs + rest.tailMs).toBeLessThanOrEqual(rest.startAtMs + durationMs);
  });

  it('names each experiment and each claim by run and number', () => {
    const [first, second] = planGameDay(request({ kills: 2 }));
    expect(first).toMatchObject({
      id: 'gameday-r1-1',
      claimKey: 'gameday/r1/1',
      mode: 'armed',
      hypothesis: threeGroups[0]?.hypothesis,
    });
    expect(second).toMatchObject({ id: 'gameday-r1-2', claimKey: 'gameday/r1/2' });
    expect(first?.seed).not.toBe(second?.seed);
  });

  it('leaves out the acts whose group is missing or not enabled', () => {
    const groups = [
      groupConfiguration({ name: 'data', kind: 'data' }),
      groupConfiguration({ isEnabled: false }),
    ];
    expect(acts(planGameDay(request({ kills: 2, groups })))).toEqual([
      'data power-cut primary',
      'data power-cut primary',
    ]);
  });

  it('lets chance choose between groups of one kind', () => {
    const groups = ['web-eu', 'web-us'].map((name) => groupConfiguration({ name }));
    const names = planGameDay(request({ kills: 40, groups, durationMs: 700_000 })).map((plan) => plan.group);
    expect(new Set(names)).toEqual(new Set(['web-eu', 'web-us']));
  });

  it('hits the group of a kind next that was hit least, so that none is left out', () => {
    const groups = ['shop', 'stock', 'words'].map((name) => groupConfiguration({ name, kind: 'web' }));
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const names = planGameDay(request({ seed, groups, kills: 6, durationMs: 300_000 })).map(
          ({ group }) => group,
        );
        expect([names.slice(0, 3).toSorted(), names.slice(3).toSorted()]).toEqual([
          ['shop', 'stock', 'words'],
          ['shop', 'stock', 'words'],
        ]);
      }),
    );
  });

  it('gives another run of the same seed the same kills under other names', () => {
    const [first, second] = ['r1', 'r2'].map((runId) => planGameDay(request({ runId })));
    const unnamed = (plans = first) => plans?.map((plan) => ({ ...plan, id: '', claimKey: '' }));
    expect(unnamed(second)).toEqual(unnamed(first));
    expect(second?.map(({ id }) => id)).not.toEqual(first?.map(({ id }) => id));
  });

  it('is the same plan for the same seed, and another for another', () => {
    expect(planGameDay(request())).toEqual(planGameDay(request()));
    const times = (seed: string) => planGameDay(request({ seed })).map((plan) => plan.plannedAtMs);
    expect(times('tuesday')).not.toEqual(times('wednesday'));
  });

  it('keeps clear of the baseline, of the tail as far as there is room for one, and never kills closer than the spacing', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.string(),
          kills: fc.integer({ min: 1, max: 30 }),
          spareMs: fc.nat(100_000),
          minSpacingMs: fc.integer({ min: 1, max: 20_000 }),
        }),
        ({ seed, kills, spareMs, minSpacingMs }) => {
          const { baselineMs, tailMs } = gameDayTimes;
          const durationMs = baselineMs + kills * minSpacingMs + spareMs;
          const leftMs = Math.min(tailMs, spareMs);
          const times = planGameDay(request({ seed, kills, durationMs, minSpacingMs })).map(
            (plan) => plan.plannedAtMs - 1_000_000,
          );
          expect(times[0]).toBeGreaterThanOrEqual(baselineMs);
          expect(times.at(-1)).toBeLessThanOrEqual(durationMs - leftMs - minSpacingMs);
          const gaps = times.slice(1).map((time, index) => time - (times[index] ?? Number.NaN));
          expect(gaps.every((gap) => gap >= minSpacingMs)).toBe(true);
          expect(times.every(Number.isInteger)).toBe(true);
        },
      ),
    );
  });

  it.each([
    {
      what: 'a duration that is too short, with the shortest that works',
      changes: { durationMs: 74_999 },
      message:
        'A game day of 74.999s is too short for 4 kills: it takes 75s (15s of baseline and 4 × 15s). ' +
        'Use --duration 75s, or fewer --kills.',
    },
    {
      what: 'a duration too short for a single kill',
      changes: { durationMs: 1_000, kills: 1 },
      message:
        'A game day of 1s is too short for 1 kill: it takes 30s (15s of baseline and 1 × 15s). ' +
        'Use --duration 30s, or fewer --kills.',
    },
    {
      what: 'half a kill',
      changes: { kills: 1.5 },
      message: 'The number of kills is a whole number, 0 or more, not 1.5.',
    },
    {
      what: 'fewer than no kills',
      changes: { kills: -1 },
      message: 'The number of kills is a whole number, 0 or more, not -1.',
    },
    {
      what: 'a fleet with nothing to kill',
      changes: { groups: [] },
      message:
        'There is nothing to kill: no group is enabled. Set isEnabled: true for one in the configuration.',
    },
  ])('refuses $what', ({ changes, message }) => {
    expect(() => planGameDay(request(changes))).toThrow(new UsageError(message));
  });

  it('accepts the very duration that it names', () => {
    expect(planGameDay(request({ durationMs: 75_000 }))).toHaveLength(4);
  });
});
