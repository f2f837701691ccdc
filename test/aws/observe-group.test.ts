import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { fleetGroupsSchema } from '@garbageday/aws/contract/fleet-group.ts';
import { autoScalingGroupTag, groupTag, roleAtTag, roleTag, slotTag } from '@garbageday/aws/contract/tags.ts';
import { findInstances } from '@garbageday/aws/ec2-instances.ts';
import type { SaidRole } from '@garbageday/aws/member-roles.ts';
import { type GroupSighting, observeGroup } from '@garbageday/aws/observe-group.ts';
import { scalingGroups } from '@garbageday/aws/scaling-groups.ts';
import { inServiceTargets } from '@garbageday/aws/target-health.ts';
import { describe, expect, it } from 'vitest';
import { type Answer, awsAnswers } from './fixtures/aws-answers.ts';

const nowMs = 1_000_000_000;

type Told = {
  readonly state?: 'pending' | 'running' | 'shutting-down' | 'stopping' | 'stopped' | 'terminated';
  readonly tags?: Readonly<Record<string, string>>;
  readonly member?: { readonly isHealthy: boolean; readonly isInService: boolean } | null;
  readonly used?: readonly string[] | null;
  readonly kind?: 'web' | 'data' | 'load-balancer';
  readonly said?: SaidRole;
};

function seen({ state = 'running', tags = {}, member = well, used = ['i-1'], kind = 'web', said }: Told) {
  const sighting: GroupSighting = {
    configuration: { name: kind, kind, requiredHealthy: 2 },
    scaling: [
      {
        name: 'asg',
        desiredSize: 3,
        change: null,
        tags: {},
        members: new Map(member === null ? [] : [['i-1', member]]),
      },
    ],
    instances: [
      {
        InstanceId: 'i-1',
        State: { Name: state },
        LaunchTime: new Date(5),
        Placement: { AvailabilityZone: 'eu-central-1a' },
        Tags: Object.entries({ [autoScalingGroupTag]: 'asg', [groupTag]: kind, ...tags }).map(
          ([Key, Value]) => ({
            Key,
            Value,
          }),
        ),
      },
    ],
    inService: used === null ? null : new Set(used),
    roles: new Map(said === undefined ? [] : [['i-1', said]]),
    nowMs,
  };
  return observeGroup(sighting).instances[0];
}

const well = { isHealthy: true, isInService: true };
const fresh = { [roleAtTag]: `${nowMs / 1_000}` };

describe('an instance, as EC2, Auto Scaling and the load balancer see it', () => {
  it.each<[string, Told, object]>([
    ['runs, healthy and used', {}, { state: 'running', isHealthy: true, isInService: true, slot: 'i-1' }],
    [
      'is still starting',
      { state: 'pending', used: [] },
      { state: 'pending', isHealthy: false, isInService: false },
    ],
    [
      'shuts down, and the load balancer has not let go yet',
      { state: 'shutting-down', member: null },
      { state: 'shutting-down', isHealthy: false, isInService: true },
    ],
    ['was let go of', { used: [] }, { isHealthy: true, isInService: false }],
    ['is stopping', { state: 'stopping' }, { state: 'shutting-down', isHealthy: false }],
    ['was stopped', { state: 'stopped' }, { state: 'shutting-down', isHealthy: false }],
    ['is gone', { state: 'terminated' }, { state: 'terminated', isHealthy: false }],
    [
      'is unhealthy to Auto Scaling',
      { member: { isHealthy: false, isInService: true } },
      { isHealthy: false },
    ],
    ['is in standby', { member: { isHealthy: true, isInService: false } }, { isHealthy: false }],
    ['was detached', { member: null }, { isHealthy: false }],
    [
      'has no load balancer to ask, and Auto Scaling says it serves',
      { used: null },
      { isHealthy: true, isInService: true },
    ],
    ['has no load balancer to ask, and is in standby', { used: null, member: null }, { isInService: false }],
    [
      'is the primary',
      { kind: 'data', used: null, tags: { ...fresh, [roleTag]: 'primary', [slotTag]: 'data-a' } },
      { role: 'primary', isInService: true, slot: 'data-a' },
    ],
    [
      'says in the ledger that it is the primary, as its tag may not know yet',
      {
        kind: 'data',
        used: null,
        tags: { [roleTag]: 'secondary' },
        said: { role: 'primary', saidAtMs: nowMs },
      },
      { role: 'primary', isInService: true },
    ],
    [
      'has said nothing in the ledger for a minute and a second, whatever its tag says',
      {
        kind: 'data',
        used: null,
        tags: { [roleTag]: 'primary' },
        said: { role: 'primary', saidAtMs: nowMs - 60_001 },
      },
      { role: 'none', isInService: false },
    ],
    [
      'has a role in its tag and has never said when',
      { kind: 'data', used: null, tags: { [roleTag]: 'primary' } },
      { role: 'none', isInService: false },
    ],
    [
      'still syncs',
      { kind: 'data', used: null, tags: { ...fresh, [roleTag]: 'syncing' } },
      { role: 'syncing', isInService: false },
    ],
    [
      'has not said what it is for a minute and a second',
      { kind: 'data', used: null, tags: { [roleTag]: 'primary', [roleAtTag]: `${nowMs / 1_000 - 61}` } },
      { role: 'none', isInService: false },
    ],
    [
      'said what it is at a time that is no time',
      { kind: 'data', used: null, tags: { [roleTag]: 'primary', [roleAtTag]: 'yesterday' } },
      { role: 'none' },
    ],
    [
      'is no member of a replica set, whatever its tags',
      { tags: { ...fresh, [roleTag]: 'primary' } },
      { role: 'none' },
    ],
    [
      'is the primary, and shutting down',
      {
        kind: 'data',
        used: null,
        state: 'shutting-down',
        member: null,
        tags: { ...fresh, [roleTag]: 'primary' },
      },
      { state: 'shutting-down', isHealthy: false, isInService: false },
    ],
  ])('%s', (_, told, expected) => {
    expect(seen(told)).toMatchObject(expected);
  });

  it('belongs to the group by which Auto Scaling launched it, whatever else it is tagged', () => {
    expect(seen({ tags: { [autoScalingGroupTag]: 'another' } })).toBeUndefined();
  });
});

function asg(inner: string): Answer {
  return {
    status: 200,
    type: 'xml',
    body: `<R xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">${inner}</R>`,
  };
}

function groupAnswer(name: string, more = '') {
  return asg(
    `<DescribeAutoScalingGroupsResult><AutoScalingGroups><member><AutoScalingGroupName>${name}</AutoScalingGroupName>` +
      `<DesiredCapacity>3</DesiredCapacity></member></AutoScalingGroups>${more}</DescribeAutoScalingGroupsResult>`,
  );
}

function refreshAnswer(status: string) {
  return asg(
    '<DescribeInstanceRefreshesResult><InstanceRefreshes>' +
      `<member><Status>${status}</Status></member><member><Status>Successful</Status></member>` +
      '</InstanceRefreshes></DescribeInstanceRefreshesResult>',
  );
}

describe('Auto Scaling groups', () => {
  it.each([
    ['Pending', true],
    ['InProgress', true],
    ['Cancelling', true],
    ['RollbackInProgress', true],
    ['Baking', true],
    ['Successful', false],
    ['Cancelled', false],
    ['Failed', false],
    ['RollbackFailed', false],
    ['RollbackSuccessful', false],
  ])('with a refresh that is %s: changing %s', async (status, isChanging) => {
    const { settings } = await awsAnswers(groupAnswer('web'), refreshAnswer(status));
    const groups = await scalingGroups(new AutoScalingClient(settings), ['web']);
    expect(groups.get('web')).toMatchObject({
      desiredSize: 3,
      change: isChanging ? `an instance refresh of web is ${status}` : null,
    });
  });

  it('are read past the first page', async () => {
    const { settings, asked } = await awsAnswers(
      groupAnswer('a', '<NextToken>more</NextToken>'),
      groupAnswer('b'),
      refreshAnswer('Successful'),
    );
    const groups = await scalingGroups(new AutoScalingClient(settings), ['a', 'b', 'c']);
    expect([...groups.keys()]).toEqual(['a', 'b']);
    expect(asked[1]?.body).toContain('NextToken=more');
  });

  it('are asked for by name, fifty at a time', async () => {
    const none = asg(
      '<DescribeAutoScalingGroupsResult><AutoScalingGroups/></DescribeAutoScalingGroupsResult>',
    );
    const { settings, asked } = await awsAnswers(none);
    const names = Array.from({ length: 51 }, (_, index) => `asg-${index}`);
    await scalingGroups(new AutoScalingClient(settings), names);
    expect(asked.map(({ body }) => body.match(/AutoScalingGroupNames\.member\.\d+=/g)?.length)).toEqual([
      50, 1,
    ]);
  });
});

describe('instances', () => {
  it('are filtered by EC2, and read past the first page', async () => {
    const page = (id: string, token = ''): Answer => ({
      status: 200,
      type: 'xml',
      body:
        '<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><reservationSet><item><instancesSet>' +
        `<item><instanceId>${id}</instanceId></item></instancesSet></item></reservationSet>${token}</DescribeInstancesResponse>`,
    });
    const { settings, asked } = await awsAnswers(page('i-1', '<nextToken>more</nextToken>'), page('i-2'));
    const found = await findInstances(new EC2Client(settings), { 'tag:garbageday:stage': ['test', 'dev'] });
    expect(found.map(({ InstanceId }) => InstanceId)).toEqual(['i-1', 'i-2']);
    const [first, second] = asked.map(({ body }) => new URLSearchParams(body));
    expect(first?.get('Filter.1.Name')).toBe('tag:garbageday:stage');
    expect([first?.get('Filter.1.Value.1'), first?.get('Filter.1.Value.2')]).toEqual(['test', 'dev']);
    expect(second?.get('NextToken')).toBe('more');
  });
});

describe('targets', () => {
  it.each(['initial', 'unhealthy', 'unused', 'draining', 'unavailable'])(
    'that are %s are not in service',
    async (state) => {
      const target = (id: string, is: string) =>
        `<member><Target><Id>${id}</Id></Target><TargetHealth><State>${is}</State></TargetHealth></member>`;
      const { settings } = await awsAnswers({
        status: 200,
        type: 'xml',
        body:
          '<R xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeTargetHealthResult>' +
          `<TargetHealthDescriptions>${target('i-1', state)}${target('i-2', 'healthy')}</TargetHealthDescriptions>` +
          '</DescribeTargetHealthResult></R>',
      });
      const elb = new ElasticLoadBalancingV2Client(settings);
      expect(await inServiceTargets(elb, new Set(['arn:x']))).toEqual(new Map([['arn:x', new Set(['i-2'])]]));
    },
  );
});

describe('the variable FLEET', () => {
  it.each([
    ['no list', {}],
    ['a group without servers', [{ group: 'web', autoScalingGroups: [], targetGroupArns: [] }]],
    ['a group without a name', [{ group: '', autoScalingGroups: ['a'], targetGroupArns: [] }]],
    [
      'roles by a tag and by a command',
      [
        {
          ...{ group: 'etcd', autoScalingGroups: ['a'], targetGroupArns: [] },
          role: { tag: 'Role', primary: 'p', secondary: 's' },
          command: { document: 'd', primary: 'p', secondary: 's' },
        },
      ],
    ],
    ['a key that nobody knows', [{ group: 'web', autoScalingGroups: ['a'], targetGroupArns: [], extra: 1 }]],
  ])('may not be %s', (_, given) => {
    expect(fleetGroupsSchema.safeParse(given).success).toBe(false);
  });
});
