import { isWhole } from '@garbageday/core/chaos/eligibility.ts';
import type { Group, Instance } from '@garbageday/core/chaos/fleet.ts';
import { hasLetGoOf } from '@garbageday/core/chaos/run-experiment.ts';
import { describe, expect, it } from 'vitest';
import { targetRecord } from '../../fakes/experiment.ts';
import { wholeGroup } from '../../fakes/simulated-world.ts';

const victim: Instance = {
  ...{ id: targetRecord.instanceId, slot: 'web-a', group: 'web', zone: 'a', role: 'none' },
  ...{ state: 'running', isHealthy: true, isInService: true, launchedAtMs: 0, tags: {} },
};

function group(changes: Partial<Instance>): Group {
  return {
    ...{ name: 'web', kind: 'web', desiredSize: 1, requiredHealthy: 1, isRollingOut: false },
    instances: [{ ...victim, ...changes }],
  };
}

describe('when the load balancer has let go of a target', () => {
  it.each([
    ['serves as before', {}, false],
    ['shuts down, and still gets requests', { state: 'shutting-down', isHealthy: false }, false],
    ['is dead, and nobody has noticed', { state: 'terminated', isHealthy: false }, false],
    ['shuts down, and gets no more requests', { state: 'shutting-down', isInService: false }, true],
    ['is another one', { id: 'i-other' }, true],
  ] satisfies [string, Partial<Instance>, boolean][])('it %s', (_, changes, expected) => {
    expect(hasLetGoOf(group(changes), targetRecord)).toBe(expected);
  });
});

describe('when a group of three is whole again', () => {
  const three = wholeGroup();
  const two = { ...three, instances: three.instances.slice(1) };
  const one = { ...three, instances: three.instances.slice(2) };
  it.each([
    ['has all its servers', three, true],
    ['has lost one', two, false],
    ['has lost one, and nothing replaces it', { ...two, replacement: 'none' }, true],
    ['has lost two, and nothing replaces them', { ...one, replacement: 'none' }, false],
  ] satisfies [string, Group, boolean][])('it %s', (_, seen, expected) => {
    expect(isWhole(seen)).toBe(expected);
  });
});

it.each([
  [['primary', 'secondary', 'secondary'], true],
  [['primary', 'primary', 'secondary'], false],
  [['secondary', 'secondary', 'secondary'], false],
] as const)('a replica set of %j is whole: %s', (roles, expected) => {
  const instances = roles.map((role, index) => ({ ...victim, id: `i-${index}`, role }));
  expect(isWhole({ ...wholeGroup(), kind: 'data', instances })).toBe(expected);
});
