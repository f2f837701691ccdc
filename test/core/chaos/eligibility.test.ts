import { type EligibilityRules, eligibleTargets } from '@garbageday/core/chaos/eligibility.ts';
import type { Instance } from '@garbageday/core/chaos/fleet.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instance, wholeGroup, worldStartMs } from '../../fakes/simulated-world.ts';

const nobodyExempt: EligibilityRules = {
  role: 'any',
  minAgeSeconds: 60,
  exempt: {
    instanceIds: ['i-spared'],
    zones: ['z'],
    tags: [
      { key: 'keep', value: null },
      { key: 'team', value: 'pay' },
    ],
  },
};

function check(changes: Partial<Instance>, rules: Partial<EligibilityRules> = {}) {
  return eligibleTargets(
    wholeGroup({ instances: [instance(changes)] }),
    { ...nobodyExempt, ...rules },
    worldStartMs,
  );
}

describe('eligibleTargets', () => {
  it('lets a running, serving, opted-in, grown instance through every filter', () => {
    const { eligible, removed } = check({});
    expect(eligible).toHaveLength(1);
    expect(removed.flatMap(({ instanceIds }) => instanceIds)).toEqual([]);
    expect(removed).toHaveLength(9);
  });

  it('lets no server through but the one that a person named', () => {
    const others = [instance({}), instance({ id: 'i-web-b', slot: 'web-b' })];
    const group = wholeGroup({ instances: others });
    const { eligible, removed } = eligibleTargets(
      group,
      { ...nobodyExempt, instanceId: 'i-web-b' },
      worldStartMs,
    );
    expect(eligible.map(({ id }) => id)).toEqual(['i-web-b']);
    expect(removed[0]).toEqual({ filter: 'the instance i-web-b', instanceIds: ['i-web-a'] });
  });

  it.each([
    { what: 'one that is still starting', changes: { state: 'pending' }, filter: 'running' },
    { what: 'one that is out of service', changes: { isInService: false }, filter: 'in service' },
    {
      what: 'one without the tag: nothing is opted in by default',
      changes: { tags: {} },
      filter: 'tagged garbageday:group=web',
    },
    {
      what: 'one that opted in to another group',
      changes: { tags: { 'garbageday:group': 'data' } },
      filter: 'tagged garbageday:group=web',
    },
    {
      what: 'one with the tag of exemption, whatever its value',
      changes: { tags: { 'garbageday:group': 'web', 'garbageday:exempt': '' } },
      filter: 'not tagged garbageday:exempt',
    },
    { what: 'an exempted instance', changes: { id: 'i-spared' }, filter: 'not an exempted instance' },
    {
      what: 'one with an exempted tag, whatever its value',
      changes: { tags: { 'garbageday:group': 'web', keep: 'x' } },
      filter: 'without an exempted tag',
    },
    {
      what: 'one with an exempted tag of that value',
      changes: { tags: { 'garbageday:group': 'web', team: 'pay' } },
      filter: 'without an exempted tag',
    },
    { what: 'one in an exempted zone', changes: { zone: 'z' }, filter: 'not in an exempted zone' },
    {
      what: 'one a millisecond too young',
      changes: { launchedAtMs: worldStartMs - 59_999 },
      filter: 'at least 60 s old',
    },
  ] satisfies { what: string; changes: Partial<Instance>; filter: string }[])(
    'spares $what',
    ({ changes, filter }) => {
      const { eligible, removed } = check(changes);
      expect(eligible).toEqual([]);
      expect(removed.filter(({ instanceIds }) => instanceIds.length > 0)).toEqual([
        { filter, instanceIds: [changes.id ?? 'i-web-a'] },
      ]);
    },
  );

  it('may hit one whose tag has another value than the exempted', () => {
    expect(check({ tags: { 'garbageday:group': 'web', team: 'search' } }).eligible).toHaveLength(1);
  });

  it('may hit one that is exactly old enough', () => {
    expect(check({ launchedAtMs: worldStartMs - 60_000 }).eligible).toHaveLength(1);
  });

  it('may be asked for a role', () => {
    expect(check({ role: 'primary' }, { role: 'primary' }).eligible).toHaveLength(1);
    expect(check({ role: 'secondary' }, { role: 'primary' }).removed.at(-1)).toEqual({
      filter: 'with the role primary',
      instanceIds: ['i-web-a'],
    });
  });

  it('loses nobody: whoever is not eligible was removed by exactly one filter', () => {
    const anyInstance = fc.record({
      state: fc.constantFrom('running' as const, 'pending' as const),
      isInService: fc.boolean(),
      tags: fc.constantFrom(
        {},
        { 'garbageday:group': 'web' },
        { 'garbageday:group': 'web', 'garbageday:exempt': '1' },
      ),
      zone: fc.constantFrom('a', 'z'),
      launchedAtMs: fc.constantFrom(0, worldStartMs),
    });
    fc.assert(
      fc.property(fc.array(anyInstance), (all) => {
        const instances = all.map((changes, index) => instance({ id: `i-${index}`, ...changes }));
        const { eligible, removed } = eligibleTargets(wholeGroup({ instances }), nobodyExempt, worldStartMs);
        const ids = [...eligible.map(({ id }) => id), ...removed.flatMap(({ instanceIds }) => instanceIds)];
        expect(ids.toSorted()).toEqual(instances.map(({ id }) => id).toSorted());
      }),
    );
  });
});
