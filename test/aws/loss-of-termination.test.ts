import { lossOfTermination } from '@garbageday/aws/loss-of-termination.ts';
import { describe, expect, it } from 'vitest';
import { refreshed, scaledIn, stopped } from '../fixtures/termination-event.ts';

const startMs = Date.UTC(2026, 10, 24, 9, 0, 30);

const fleet = [
  { group: 'web', autoScalingGroups: ['own-web'], targetGroupArns: ['arn'] },
  { group: 'data', autoScalingGroups: ['own-data-a', 'own-data-b', 'own-data-c'], targetGroupArns: [] },
];

function loss(cause: string, autoScalingGroup = 'own-web') {
  return lossOfTermination(
    { instanceId: 'i-1', autoScalingGroup, zone: 'eu-central-1b', cause, startMs },
    fleet,
  );
}

function outOfService(why: string) {
  return `At 2026-11-24T09:00:00Z an instance was taken out of service in response to ${why}.`;
}

describe('a server that Auto Scaling has terminated', () => {
  it.each([
    ['died or was stopped', stopped],
    ['failed a status check', outOfService('an EC2 instance status checks failure')],
    ['failed at the load balancer', outOfService('an ELB system health check failure')],
    ['lost its disk', outOfService('EBS volume health check failure')],
    ['was said to be ill', outOfService('a user health-check')],
  ])('was lost when it %s', (_, cause) =>
    expect(loss(cause)).toMatchObject({ instanceId: 'i-1', group: 'web' }),
  );

  it.each([
    ['by a rollout', refreshed],
    ['by a smaller group', scaledIn],
    ['by a request through Auto Scaling', outOfService('a user request')],
    [
      'to balance zones',
      outOfService('a difference between desired and actual capacity, shrinking the capacity from 4 to 3'),
    ],
    ['for a reason nobody has seen yet', outOfService('a full moon')],
    ['without a reason', ''],
  ])('was let go %s', (_, cause) => expect(loss(cause)).toBeNull());

  it('of somebody else is none of ours', () => expect(loss(stopped, 'other-web')).toBeNull());

  it('is felt from five minutes before until fifteen after, from a whole minute on', () => {
    expect(loss(stopped)).toEqual({
      ...{ instanceId: 'i-1', group: 'web', slot: 'i-1', zone: 'eu-central-1b', atMs: startMs },
      window: { fromMs: Date.UTC(2026, 10, 24, 8, 55), toMs: Date.UTC(2026, 10, 24, 9, 15, 30) },
    });
  });

  it('has the name that its replacement takes over, in the replica set', () => {
    expect(loss(stopped, 'own-data-b')).toMatchObject({ group: 'data', slot: 'data-b' });
  });
});
