import { decide } from '@garbageday/core/chaos/gate.ts';
import type { GateFacts, ScheduleFacts } from '@garbageday/core/chaos/gate-facts.ts';
import { type RefusalReason, refusalReasons } from '@garbageday/core/chaos/refusal.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allClear, budget, failed, known, probe, refusing, schedule, web } from '../../fakes/gate-facts.ts';

/** Facts that refuse for several reasons at once, as far as they do not contradict each other. */
function combined(reasons: readonly RefusalReason[]): GateFacts {
  const facts = reasons.map((reason) => refusing[reason]);
  const part = (key: 'schedule' | 'history') =>
    facts.flatMap((each) => {
      const fact = each[key];
      return fact?.kind === 'known' ? [fact.value] : [];
    });
  const schedules = part('schedule') as ScheduleFacts[];
  const changed = schedules.flatMap((each) =>
    Object.entries(each).filter(([key, value]) => schedule[key as keyof ScheduleFacts] !== value),
  );
  const histories = part('history') as {
    claimedBy: string | null;
    underWay: { experimentId: string; group: string }[];
  }[];
  return {
    ...allClear,
    ...Object.assign({}, ...facts.toReversed()),
    schedule: known({ ...schedule, ...Object.fromEntries(changed) }),
    history: known({
      claimedBy: histories.find(({ claimedBy }) => claimedBy !== null)?.claimedBy ?? null,
      underWay: histories.flatMap(({ underWay }) => underWay),
    }),
  };
}

const numbersOf: Readonly<Record<RefusalReason, Readonly<Record<string, number>>>> = {
  disabled: {},
  'unsupported-fault': {},
  'safety-lever': { sinceMs: 7 },
  'outside-window': { minuteOfDay: 600 },
  holiday: { minuteOfDay: 600 },
  cooldown: { lastKillAtMs: 1_000, noKillSinceMs: 1_000, minDaysBetween: 2 },
  'daily-cap': { killsToday: 1, maxPerDay: 1 },
  'already-claimed': {},
  'overlapping-experiment': { underWay: 1 },
  'rollout-in-progress': { desiredSize: 3, members: 3, unwell: 0 },
  'no-redundancy': { healthy: 3, desiredSize: 3, left: 2, required: 3 },
  'probe-blind': { covered: 0 },
  'already-burning': { burn: 20.04 },
  'budget-short': { ...budget, remaining: 0.2 },
  'no-eligible-target': { eligible: 0 },
  'check-failed': { failed: 1 },
};

describe('decide', () => {
  it('lets an experiment through that nothing speaks against', () => {
    expect(decide(allClear)).toBeNull();
  });

  it('does not ask the calendar about an experiment that nobody scheduled', () => {
    expect(decide({ ...allClear, schedule: null })).toBeNull();
  });

  it.each(refusalReasons)('refuses: %s', (reason) => {
    expect(decide({ ...allClear, ...refusing[reason] })?.reason).toBe(reason);
  });

  it('names the first of several reasons in the order of the ladder', () => {
    fc.assert(
      fc.property(fc.subarray([...refusalReasons], { minLength: 1 }), (reasons) => {
        // The facts of these pairs exclude each other: both live in one fact, or without a victim nothing is lost.
        const has = (...pair: RefusalReason[]) => pair.every((reason) => reasons.includes(reason));
        fc.pre(!has('already-burning', 'check-failed') && !has('no-redundancy', 'no-eligible-target'));
        expect(decide(combined(reasons))?.reason).toBe(reasons[0]);
      }),
    );
  });

  it('refuses whichever check fails, and never goes ahead on an unknown', () => {
    const checks = [
      'lever',
      'schedule',
      'history',
      'fleet',
      'selection',
      'probe',
      'alerts',
      'budget',
    ] as const;
    fc.assert(
      fc.property(fc.subarray([...checks], { minLength: 1 }), (broken) => {
        const unknown = Object.fromEntries(broken.map((name) => [name, failed(`no ${name}`)]));
        const refusal = decide({ ...allClear, ...unknown });
        expect(refusal).toMatchObject({ reason: 'check-failed', numbers: { failed: broken.length } });
        for (const name of broken) expect(refusal?.detail).toContain(`${name}: no ${name}`);
      }),
    );
  });

  it('prefers a reason that is known to a check that failed', () => {
    expect(decide({ ...allClear, fleet: failed('away'), ...refusing['safety-lever'] })?.reason).toBe(
      'safety-lever',
    );
  });

  it('says once what several checks failed for', () => {
    const refusal = decide({ ...allClear, fleet: failed('EC2 is away'), selection: failed('EC2 is away') });
    expect(refusal?.detail).toBe('Not everything could be checked (fleet: EC2 is away).');
  });
});

describe('a refusal explains itself', () => {
  it.each([
    { facts: refusing.disabled, detail: 'Chaos is not enabled for the group web.' },
    { facts: refusing['safety-lever'], detail: 'The safety lever is pulled: release day.' },
    {
      facts: refusing['outside-window'],
      detail: 'Mon 2026-11-23 10:00 is outside the workday window 09:00–15:00 UTC.',
    },
    { facts: refusing.holiday, detail: 'Mon 2026-11-23 10:00 is a holiday (12-25).' },
    { facts: refusing.cooldown, detail: "The group's last kill is less than 2 workdays ago." },
    { facts: refusing['daily-cap'], detail: '1 of at most 1 kills have happened today.' },
    { facts: refusing['already-claimed'], detail: 'The experiment other already holds this claim.' },
    { facts: refusing['overlapping-experiment'], detail: 'Still under way: other on data.' },
    {
      facts: refusing['rollout-in-progress'],
      detail:
        'web: a rollout is under way; 3 of 3 members are present, 0 of them unhealthy or out of service.',
    },
    {
      facts: {
        fleet: known({
          ...web,
          isRollingOut: true,
          rollout: 'CloudFormation stack shop is UPDATE_IN_PROGRESS',
        }),
      },
      detail:
        'web: a rollout is under way (CloudFormation stack shop is UPDATE_IN_PROGRESS); 3 of 3 members are present, 0 of them unhealthy or out of service.',
    },
    {
      facts: { fleet: known({ ...web, replacement: 'none' as const, instances: web.instances.slice(1) }) },
      detail:
        'web: 2 of 3 members are present, 0 of them unhealthy or out of service; add one: nothing else does.',
    },
    {
      facts: refusing['no-redundancy'],
      detail: 'web: 3 of 3 are healthy; losing one would leave 2, and 3 are required.',
    },
    { facts: refusing['probe-blind'], detail: 'The prober has not measured anything yet.' },
    {
      facts: refusing['already-burning'],
      detail: 'A page-level alert is firing: probe burns its budget at 20× the sustainable rate.',
    },
    {
      facts: refusing['budget-short'],
      detail: '20% of the budget is left and the kill may cost 1%; 20% stays in reserve.',
    },
    { facts: refusing['no-eligible-target'], detail: 'No member of web is eligible.' },
  ])('$detail', ({ facts, detail }) => {
    expect(decide({ ...allClear, ...facts })?.detail).toBe(detail);
  });

  it.each([
    {
      facts: { probe: known({ ...probe, newestAgeMs: 5_001 }) },
      detail: 'The newest slice ended 5.001 s ago; up to 5 s counts as fresh.',
    },
    {
      facts: { probe: known({ ...probe, covered: 8, expected: 9 }) },
      detail: '8 of 9 recent slices can be trusted; 90% must be.',
    },
    {
      facts: { budget: known({ ...budget, remaining: 0.209_999 }) },
      detail: '20.9999% of the budget is left and the kill may cost 1%; 20% stays in reserve.',
    },
    {
      facts: { budget: known({ ...budget, chaosSpent: 0.490_001 }) },
      detail: 'Chaos has spent 49.0001% of the budget and the kill may cost 1%; its share is 50%.',
    },
    {
      facts: {
        history: known({
          claimedBy: null,
          underWay: [
            { experimentId: 'one', group: 'web' },
            { experimentId: 'two', group: 'data' },
          ],
        }),
      },
      detail: 'Still under way: one on web, two on data.',
    },
    {
      facts: { alerts: failed('CloudWatch is away'), lever: failed('SSM is away') },
      detail: 'Not everything could be checked (lever: SSM is away; alerts: CloudWatch is away).',
    },
  ])('in detail: $detail', ({ facts, detail }) => {
    expect(decide({ ...allClear, ...facts })?.detail).toBe(detail);
  });

  it.each(Object.entries(numbersOf))('with the numbers that caused it: %s', (reason, numbers) => {
    expect(decide({ ...allClear, ...refusing[reason as RefusalReason] })?.numbers).toEqual(numbers);
  });

  it('with only finite numbers', () => {
    for (const reason of refusalReasons) {
      const numbers = decide({ ...allClear, ...refusing[reason] })?.numbers ?? {};
      expect(Object.values(numbers).every(Number.isFinite)).toBe(true);
    }
  });

  it('with who was removed by which filter', () => {
    const removed = [
      { filter: 'running', instanceIds: [] },
      { filter: 'in service', instanceIds: ['i-1', 'i-2'] },
      { filter: 'at least 60 s old', instanceIds: ['i-3'] },
    ];
    const selection = known({ eligibility: { eligible: [], removed }, target: null });
    expect(decide({ ...allClear, selection })?.detail).toBe(
      'No member of web is eligible: i-1 i-2 not in service; i-3 not at least 60 s old.',
    );
  });
});
