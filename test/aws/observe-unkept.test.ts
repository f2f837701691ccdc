/** Groups that the demo does not have: servers that no Auto Scaling group keeps, and a quorum whose roles stand in a tag of its own. */
import { autoScalingGroupTag, roleAtTag, roleTag } from '@garbageday/aws/contract/tags.ts';
import { type GroupSighting, observeGroup } from '@garbageday/aws/observe-group.ts';
import { describe, expect, it } from 'vitest';

const nowMs = 1_000_000_000;
const well = { isHealthy: true, isInService: true };
const running = { State: { Name: 'running' as const } };

function sighting(changes: Partial<GroupSighting>): GroupSighting {
  return {
    configuration: { name: 'web', kind: 'web', requiredHealthy: 1 },
    scaling: [{ name: 'asg', desiredSize: 2, change: null, tags: {}, members: new Map([['i-1', well]]) }],
    instances: [],
    inService: null,
    roles: new Map(),
    nowMs,
    ...changes,
  };
}

it('a server without an Auto Scaling group is a member only where it is listed', () => {
  const group = observeGroup(
    sighting({
      configuration: { name: 'web', kind: 'web', requiredHealthy: 1, replacement: 'none' },
      scaling: [{ name: null, desiredSize: 2, change: null, tags: {}, members: new Map([['i-1', well]]) }],
      instances: [{ ...running, InstanceId: 'i-stranger' }],
      listed: [{ ...running, InstanceId: 'i-1' }],
      inService: new Set(['i-1']),
    }),
  );
  expect(group).toMatchObject({ desiredSize: 2, isRollingOut: false, replacement: 'none' });
  expect(group.instances.map(({ id, isHealthy }) => [id, isHealthy])).toEqual([['i-1', true]]);
});

describe('a voter whose role stands in a tag', () => {
  it.each([
    [{ Role: 'leader' }, 'primary', true],
    [{ Role: 'follower' }, 'secondary', true],
    [{ Role: 'learner' }, 'none', false],
    [{ [roleTag]: 'primary', [roleAtTag]: `${nowMs / 1_000}` }, 'none', false],
    [{}, 'none', false],
  ])('with the tags %j is %s', (tags, role, isInService) => {
    const Tags = Object.entries({ ...tags, [autoScalingGroupTag]: 'asg' }).map(([Key, Value]) => ({
      Key,
      Value,
    }));
    const { instances } = observeGroup(
      sighting({
        configuration: { name: 'etcd', kind: 'data', requiredHealthy: 2 },
        instances: [{ ...running, InstanceId: 'i-1', Tags }],
        roles: new Map([['i-1', { role: 'primary', saidAtMs: nowMs }]]),
        role: { tag: 'Role', primary: 'leader', secondary: 'follower' },
      }),
    );
    expect(instances[0]).toMatchObject({ role, isInService });
  });
});

describe('a voter that was asked for its role', () => {
  const said = (role: string, ageMs = 0, problem?: string) =>
    new Map([['i-1', { role, saidAtMs: nowMs - ageMs, problem }]]);

  it.each([
    ['primary', said('primary'), { role: 'primary', isInService: true }],
    ['secondary a minute ago', said('secondary', 60_000), { role: 'secondary', isInService: true }],
    ['nothing', new Map(), { role: 'none', isInService: false }],
    [
      'secondary too long ago',
      said('secondary', 60_001),
      { role: 'none', isInService: false, roleProblem: 'its answer is 60 s old' },
    ],
    [
      'nonsense',
      said('none', 0, 'the command printed nothing'),
      { role: 'none', isInService: false, roleProblem: 'the command printed nothing' },
    ],
  ] as const)('and says %s is judged by that, and by none of its tags', (_, roles, expected) => {
    const tags = {
      [autoScalingGroupTag]: 'asg',
      [roleTag]: 'primary',
      [roleAtTag]: `${nowMs / 1_000}`,
    };
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const { instances } = observeGroup(
      sighting({
        configuration: { name: 'etcd', kind: 'data', requiredHealthy: 2 },
        instances: [{ ...running, InstanceId: 'i-1', Tags }],
        ...{ roles, isAsked: true },
      }),
    );
    expect(instances).toEqual([expect.objectContaining(expected)]);
    expect(instances[0]?.roleProblem).toBe('roleProblem' in expected ? expected.roleProblem : undefined);
  });
});
