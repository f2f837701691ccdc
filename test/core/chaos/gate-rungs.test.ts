import { healthyRequired } from '@garbageday/core/chaos/eligibility.ts';
import { decide, hasNoRedundancy, targetOf } from '@garbageday/core/chaos/gate.ts';
import { pageReason } from '@garbageday/core/chaos/inject-once.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allClear,
  budget,
  data,
  dataFacts,
  failed,
  known,
  probe,
  schedule,
  target,
  unwell,
  web,
} from '../../fakes/gate-facts.ts';
import { instance } from '../../fakes/simulated-world.ts';

describe('the rung of the cooldown', () => {
  it.each([
    { what: 'a kill just before the boundary', lastKillAtMs: 999, reason: undefined },
    { what: 'a kill at the boundary', lastKillAtMs: 1_000, reason: 'cooldown' },
  ])('decides on $what', ({ lastKillAtMs, reason }) => {
    expect(decide({ ...allClear, schedule: known({ ...schedule, lastKillAtMs }) })?.reason).toBe(reason);
  });
});

describe('the rung of the rollout', () => {
  it.each([
    { what: 'a member is missing', fleet: known({ ...web, instances: web.instances.slice(1) }) },
    { what: 'there is one member too many', fleet: known({ ...web, desiredSize: 2 }) },
    {
      what: 'one more member is starting',
      fleet: known({
        ...web,
        instances: [...web.instances, instance({ id: 'i-new', state: 'pending', isHealthy: false })],
      }),
    },
    { what: 'a member is still starting', fleet: unwell({ state: 'pending' }) },
    { what: 'a member is not healthy', fleet: unwell({ isHealthy: false }) },
    { what: 'a member is not in service', fleet: unwell({ isInService: false }) },
    {
      what: 'a voter is catching up',
      fleet: known({
        ...data,
        instances: data.instances.map((each) => ({ ...each, role: 'syncing' as const })),
      }),
    },
  ])('refuses while $what', ({ fleet }) => {
    expect(decide({ ...allClear, fleet })?.reason).toBe('rollout-in-progress');
  });

  it('does not mind members that are gone', () => {
    const instances = [...web.instances, instance({ id: 'i-old', state: 'terminated', isHealthy: false })];
    expect(decide({ ...allClear, fleet: known({ ...web, instances }) })).toBeNull();
  });
});

describe('the rung of redundancy', () => {
  it.each([
    { group: web, left: { healthy: 2, left: 1 } },
    { group: data, left: { voters: 2, left: 1 } },
  ])('counts only those of $group.kind that are well', ({ group, left }) => {
    const [target = null, second, third] = group.instances;
    const instances = [target, second].filter((each) => each !== null && each !== undefined);
    const ill = instance({ ...third, id: 'i-ill', isHealthy: false });
    const facts = {
      fleet: known({ ...group, instances: [...instances, ill] }),
      selection: known({ eligibility: { eligible: instances, removed: [] }, target }),
      requiredHealthy: 2,
    };
    expect(hasNoRedundancy(facts)?.numbers).toMatchObject(left);
  });

  it('lets a replica set lose one of three', () => {
    expect(decide({ ...allClear, ...dataFacts() })).toBeNull();
  });

  it('does not let a replica set lose its majority', () => {
    const [first, second] = data.instances;
    const two = [first, second].filter((each) => each !== undefined);
    expect(decide({ ...allClear, ...dataFacts(two) })).toEqual({
      reason: 'no-redundancy',
      detail: 'data: 2 of 2 voters are healthy; losing one would leave 1, and a majority is 2.',
      numbers: { voters: 2, desiredSize: 2, left: 1, majority: 2, primaries: 1 },
    });
  });

  it('keeps more voters than a majority where more are required, in numbers or in per cent', () => {
    const five = [...data.instances, ...[4, 5].map((n) => instance({ id: `i-${n}`, role: 'secondary' }))];
    const facts = { ...allClear, ...dataFacts(five) };
    expect(decide({ ...facts, requiredHealthy: 4 })).toBeNull();
    expect(decide({ ...facts, requiredHealthy: 5 })?.detail).toBe(
      'data: 5 of 5 voters are healthy; losing one would leave 4, and 5 are required.',
    );
    expect(decide({ ...facts, requiredHealthy: 3, requiredPercent: 81 })?.reason).toBe('no-redundancy');
    expect(decide({ ...facts, requiredHealthy: 3, requiredPercent: 80 })).toBeNull();
  });

  it('does not touch a replica set without a primary', () => {
    const secondaries = data.instances.map((each) => ({ ...each, role: 'secondary' as const }));
    expect(decide({ ...allClear, ...dataFacts(secondaries) })?.detail).toBe(
      'data: there is no primary; 3 of 3 voters are healthy; losing one would leave 2, and a majority is 2.',
    );
  });

  it('does not touch a replica set with two primaries', () => {
    const [first, second, third] = data.instances;
    const two = [first, { ...second, role: 'primary' }, third] as typeof data.instances;
    expect(decide({ ...allClear, ...dataFacts(two) })).toEqual({
      reason: 'no-redundancy',
      detail: `data: there are 2 primaries (${first?.id}, ${second?.id}); 3 of 3 voters are healthy; losing one would leave 2, and a majority is 2.`,
      numbers: { voters: 3, desiredSize: 3, left: 2, majority: 2, primaries: 2 },
    });
  });

  it('says why the roles of members are not known, each reason once', () => {
    const [first, second, third] = data.instances.map((each) => ({ ...each, isInService: false }));
    const problems = ['the command printed nothing', 'the command printed nothing', undefined];
    const instances = [first, second, third].flatMap((each, index) =>
      each === undefined ? [] : [{ ...each, role: 'none' as const, roleProblem: problems[index] }],
    );
    expect(decide({ ...allClear, ...dataFacts(instances) })).toMatchObject({
      reason: 'rollout-in-progress',
      detail: `data: 3 of 3 members are present, 3 of them unhealthy or out of service (${first?.id}, ${second?.id}: the command printed nothing).`,
      numbers: { unwell: 3 },
    });
  });

  it('says what is missing when no member may be hit anyway', () => {
    const facts = { ...dataFacts(data.instances.slice(1), null), requiredHealthy: 2 };
    expect(decide({ ...allClear, ...facts })?.detail).toBe(
      'data: there is no primary; 2 of 2 voters are healthy; a majority is 2.',
    );
  });

  it.each([
    { what: '66% of three are two', size: 3, requiredPercent: 66, reason: undefined },
    { what: '67% of three are three, rounded up', size: 3, requiredPercent: 67, reason: 'no-redundancy' },
    { what: '75% of four are three', size: 4, requiredPercent: 75, reason: undefined },
    { what: '76% of four are four, rounded up', size: 4, requiredPercent: 76, reason: 'no-redundancy' },
    { what: '1% of one is one', size: 1, requiredPercent: 1, reason: 'no-redundancy' },
    { what: '99% of a hundred are 99', size: 100, requiredPercent: 99, reason: undefined },
  ])('asks for a share of the size that the group has: $what', ({ size, requiredPercent, reason }) => {
    const instances = Array.from({ length: size }, (_, index) => instance({ id: `i-${index}` }));
    const refusal = decide({
      ...allClear,
      // Of another size: the share counts instead.
      requiredHealthy: 0,
      requiredPercent,
      fleet: known({ ...web, desiredSize: size, instances }),
      selection: known({
        eligibility: { eligible: instances, removed: [] },
        target: instances[0] ?? null,
      }),
    });
    expect(refusal?.reason).toBe(reason);
  });

  it('never leaves fewer than the share', () => {
    const sizes = fc.record({
      size: fc.integer({ min: 1, max: 200 }),
      percent: fc.integer({ min: 1, max: 99 }),
    });
    fc.assert(
      fc.property(sizes, ({ size, percent }) => {
        const required = healthyRequired({ requiredHealthy: 0, requiredPercent: percent }, size);
        expect(required * 100).toBeGreaterThanOrEqual(size * percent);
        expect((required - 1) * 100).toBeLessThan(size * percent);
      }),
    );
  });

  it('never leaves fewer than required, whatever the sizes', () => {
    const sizes = fc.record({
      size: fc.integer({ min: 1, max: 9 }),
      required: fc.nat(9),
      hits: fc.boolean(),
    });
    fc.assert(
      fc.property(sizes, ({ size, required, hits }) => {
        const instances = Array.from({ length: size }, (_, index) => instance({ id: `i-${index}` }));
        const refusal = decide({
          ...allClear,
          requiredHealthy: required,
          fleet: known({ ...web, desiredSize: size, instances }),
          selection: known({
            eligibility: { eligible: instances, removed: [] },
            target: hits ? (instances[0] ?? null) : null,
          }),
        });
        expect(refusal === null).toBe(hits && size - 1 >= required);
      }),
    );
  });
});

describe('the rung of the prober', () => {
  it.each([
    { what: 'the newest slice is too old', facts: { newestAgeMs: 5_001 }, reason: 'probe-blind' },
    { what: 'the newest slice is just fresh enough', facts: { newestAgeMs: 5_000 }, reason: undefined },
    { what: 'under 90% can be trusted', facts: { covered: 8, expected: 9 }, reason: 'probe-blind' },
    { what: 'exactly 90% can be trusted', facts: { covered: 9, expected: 10 }, reason: undefined },
    { what: 'nothing can be expected yet', facts: { covered: 0, expected: 0 }, reason: 'probe-blind' },
  ])('decides when $what', ({ facts, reason }) => {
    expect(decide({ ...allClear, probe: known({ ...probe, ...facts }) })?.reason).toBe(reason);
  });
});

describe('the rung of the budget', () => {
  it.each([
    {
      what: 'leaves exactly the reserve',
      facts: { remaining: 0.25, expectedSpend: 0.05 },
      reason: undefined,
    },
    {
      what: 'would touch the reserve',
      facts: { remaining: 0.25, expectedSpend: 0.06 },
      reason: 'budget-short',
    },
    {
      what: 'uses up exactly its share',
      facts: { chaosSpent: 0.25, expectedSpend: 0.25 },
      reason: undefined,
    },
    {
      what: 'would exceed its share',
      facts: { chaosSpent: 0.25, expectedSpend: 0.26 },
      reason: 'budget-short',
    },
    { what: 'finds the budget overspent', facts: { remaining: -3 }, reason: 'budget-short' },
  ])('decides on a kill that $what', ({ facts, reason }) => {
    expect(decide({ ...allClear, budget: known({ ...budget, ...facts }) })?.reason).toBe(reason);
  });

  it('explains a share that is used up', () => {
    const refusal = decide({ ...allClear, budget: known({ ...budget, chaosSpent: 0.495 }) });
    expect(refusal?.detail).toBe(
      'Chaos has spent 49.5% of the budget and the kill may cost 1%; its share is 50%.',
    );
  });
});

describe('the rung of the alerts', () => {
  it('does not mind a ticket', () => {
    expect(decide({ ...allClear, alerts: known([{ slo: 'x', severity: 'ticket', burn: 4 }]) })).toBeNull();
  });
});

describe('targetOf', () => {
  it('is the selected target', () => {
    expect(targetOf(allClear)).toEqual({ kind: 'cleared', target });
  });

  it('clears nobody when nobody could be selected', () => {
    expect(targetOf({ group: 'web', selection: failed('away') })).toMatchObject({
      kind: 'refused',
      refusal: { reason: 'no-eligible-target' },
    });
  });
});

describe("an alarm of the service's own", () => {
  const ringing = [{ slo: 'shop-errors', severity: 'page', burn: null } as const];

  it('refuses, and has no burn rate to tell', () => {
    expect(decide({ ...allClear, alerts: known(ringing) })).toEqual({
      reason: 'already-burning',
      detail: 'An alarm that stops chaos is ringing: shop-errors.',
      numbers: {},
    });
  });

  it('ends an experiment that is under way', () => {
    expect(pageReason(ringing)).toEqual({
      kind: 'alert',
      text: 'an alarm that stops chaos rang: shop-errors',
    });
  });
});
