import type { Group, Instance } from '@garbageday/core/chaos/fleet.ts';
import { hasLetGoOf } from '@garbageday/core/chaos/strike.ts';
import { describe, expect, it } from 'vitest';
import { targetRecord } from '../../fakes/experiment.ts';

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
