import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { outcomeOf } from '@garbageday/core/chaos/transitions.ts';
import { describe, expect, it } from 'vitest';
import { sloConfiguration } from '../../fakes/configuration.ts';
import { experimentSettings, impact, lever, targetRecord } from '../../fakes/experiment.ts';
import { onlyIf } from '../../fakes/only-if.ts';
import { playExperiment, recordOther, type Scene } from '../../fakes/play-experiment.ts';
import { chaosSchedule } from '../../fakes/schedule.ts';

const claimed: ExperimentState = { kind: 'claimed', target: targetRecord };

describe('a refused experiment', () => {
  it.each([
    {
      what: 'the lever is pulled',
      reason: 'safety-lever',
      prepare: async (world) => {
        await world.lever.halt('release day');
        return {};
      },
    },
    {
      what: 'the platform does not have the fault',
      reason: 'unsupported-fault',
      plan: { fault: 'hang' },
      prepare: (world) => ({ injector: { ...world.injector, supports: new Set(['terminate']) } }),
    },
    {
      what: 'another one is under way',
      reason: 'overlapping-experiment',
      prepare: async (world) => {
        await recordOther(world, [claimed]);
        return {};
      },
    },
    {
      what: 'another one already had this claim',
      reason: 'already-claimed',
      prepare: async (world) => {
        await recordOther(world, [claimed, { kind: 'aborted', reason: lever, impact: null }], {
          claimKey: 'gameday/r1/1',
        });
        return {};
      },
    },
    {
      what: 'another one takes the claim at the same moment',
      reason: 'already-claimed',
      prepare: async (world) => {
        await world.ledger.claim('gameday/r1/1', 'other');
        return {};
      },
    },
    {
      what: 'chaos has spent its share',
      reason: 'budget-short',
      prepare: async (world) => {
        await recordOther(world, [{ kind: 'aborted', reason: lever, impact: impact({ budgetSpent: 0.6 }) }]);
        return {};
      },
    },
    {
      what: 'the fleet cannot be seen',
      reason: 'check-failed',
      prepare: () => ({
        fleet: {
          groups: async () => {
            throw new Error('EC2 is away');
          },
        },
      }),
    },
    {
      what: 'a port throws something that is no error',
      reason: 'check-failed',
      prepare: () => ({ alerts: { firing: () => Promise.reject('away') } }),
    },
    { what: 'the fleet has no such group', reason: 'check-failed', plan: { group: 'queue' } },
    {
      what: 'a page-level alert fires',
      reason: 'already-burning',
      prepare: (world) => {
        world.burning.push({ slo: 'probe', severity: 'page', burn: 20 });
        return {};
      },
    },
    { what: 'nobody has measured yet', reason: 'probe-blind', settings: { journey: 'silent' } },
    { what: 'the prober measures nothing', reason: 'probe-blind', world: { probesPerSecond: 0 } },
    {
      what: 'the prober was late itself',
      reason: 'probe-blind',
      world: { probeAt: () => ({ lagMs: 51 }) },
    },
    {
      what: 'everybody is too young',
      reason: 'no-eligible-target',
      settings: { exempt: { instanceIds: [], zones: ['a', 'b', 'c'], tags: [] } },
    },
    {
      what: 'it is a day of rest',
      reason: 'outside-window',
      settings: {
        schedule: {
          timeZone: 'UTC',
          windows: [{ from: '09:00', to: '15:00' }],
          workdays: [6],
          holidays: [],
          meanDaysBetween: 5,
          minDaysBetween: 2,
          maxPerDay: 1,
        },
      },
    },
  ] satisfies (Scene & { what: string; reason: string })[])(
    'is refused because $what',
    async ({ what, reason, ...scene }) => {
      const { outcome, world, states, record } = await playExperiment(scene);
      expect(onlyIf(outcome, 'refused').refusal.reason).toBe(reason);
      expect(states).toEqual(['drawn', 'refused']);
      expect(world.injections).toEqual([]);
      expect(record && outcomeOf(record)).toEqual(outcome);
    },
  );

  it.each([
    { afterMs: 2 * (15_000 + 20_000 + 3_000) - 1, kind: 'refused' },
    { afterMs: 2 * (15_000 + 20_000 + 3_000), kind: 'completed' },
  ])('is $kind $afterMs ms after another was last heard of', async ({ afterMs, kind }) => {
    const { outcome } = await playExperiment({
      prepare: async (world) => {
        await recordOther(world, [claimed]);
        await world.clock.sleep(afterMs);
        return {};
      },
    });
    expect(outcome.kind).toBe(kind);
  });

  it.each([
    {
      what: 'another experiment',
      detail: 'Still under way: other on data.',
      prepare: async (world) => {
        await recordOther(world, [claimed]);
        return {};
      },
    },
    {
      what: 'a failed check, once, in its own words',
      detail: 'Not everything could be checked (fleet: EC2 is away).',
      prepare: () => ({ fleet: { groups: () => Promise.reject(new Error('EC2 is away')) } }),
    },
    {
      what: 'a group that is not there',
      detail: 'Not everything could be checked (fleet: the fleet has no group queue).',
      plan: { group: 'queue' },
    },
  ] satisfies (Scene & { what: string; detail: string })[])(
    'names $what',
    async ({ what, detail, ...scene }) => {
      const { outcome } = await playExperiment(scene);
      expect(onlyIf(outcome, 'refused').refusal.detail).toBe(detail);
    },
  );

  it('is not kept from its claim by one that never had a target', async () => {
    const { outcome } = await playExperiment({
      prepare: async (world) => {
        await recordOther(world, [], { claimKey: 'gameday/r1/1' });
        return {};
      },
    });
    expect(outcome.kind).toBe('completed');
  });

  it('does not wait for slices that may still be on their way', async () => {
    const { outcome } = await playExperiment({
      settings: { probe: { ...experimentSettings().probe, minCoverage: 1 } },
    });
    expect(outcome.kind).toBe('completed');
  });

  it('does not take a rehearsal for the real experiment', async () => {
    const { outcome } = await playExperiment({
      prepare: async (world) => {
        await recordOther(world, [claimed], { mode: 'dry-run', claimKey: 'gameday/r1/1' });
        return {};
      },
    });
    expect(outcome.kind).toBe('completed');
  });

  it('expects a group to cost what it cost before', async () => {
    const past = [{ kind: 'aborted' as const, reason: lever, impact: impact({ budgetSpent: 0.3 }) }];
    const { outcome } = await playExperiment({
      prepare: async (world) => {
        await recordOther(world, past, { group: 'web' });
        return {};
      },
    });
    expect(onlyIf(outcome, 'refused').refusal.numbers).toMatchObject({ chaosSpent: 0.3, expectedSpend: 0.3 });
  });
});

const killed: readonly ExperimentState[] = [
  claimed,
  { kind: 'injected', injectedAtMs: 0 },
  { kind: 'aborted', reason: lever, impact: null },
];

describe('a cooldown', () => {
  it.each([
    { what: 'two workdays, over a weekend', daysAgo: 3, minDaysBetween: 2, workdays: [1, 2, 3, 4, 5] },
    {
      what: 'twelve workdays, one a week',
      daysAgo: 77,
      minDaysBetween: 12,
      workdays: [1],
      meanDaysBetween: 12,
    },
  ])('reaches further back than the window of the objective: $what', async ({ daysAgo, ...rhythm }) => {
    const { outcome } = await playExperiment({
      settings: {
        slo: sloConfiguration({ window: '1d' }),
        schedule: chaosSchedule({ timeZone: 'UTC', ...rhythm }),
      },
      prepare: async (world) => {
        const atMs = world.clock.now() - daysAgo * 86_400_000;
        const then = { ...world, clock: { ...world.clock, now: () => atMs } };
        const states = killed.map((state) =>
          state.kind === 'injected' ? { ...state, injectedAtMs: atMs - 1_000 } : state,
        );
        await recordOther(then, states, { group: 'web', plannedAtMs: atMs });
        return {};
      },
    });
    expect(onlyIf(outcome, 'refused').refusal.reason).toBe('cooldown');
  });
});

describe('an experiment in the calendar', () => {
  it('runs inside its window', async () => {
    const schedule = {
      timeZone: 'UTC',
      windows: [{ from: '09:00', to: '15:00' }],
      workdays: [1],
      holidays: [],
      meanDaysBetween: 5,
      minDaysBetween: 2,
      maxPerDay: 1,
    };
    expect((await playExperiment({ settings: { schedule } })).outcome.kind).toBe('completed');
  });
});
