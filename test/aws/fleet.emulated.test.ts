import { SuspendProcessesCommand } from '@aws-sdk/client-auto-scaling';
import {
  CreateTagsCommand,
  DeleteTagsCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { DeregisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { groupTag, stageTag } from '@garbageday/aws/contract/tags.ts';
import { ec2Fleet } from '@garbageday/aws/fleet.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { describeFleetContract } from '../contract/fleet.contract.ts';
import { forgetEverything } from './emulators/forget-everything.ts';
import { type LaunchedStage, launchStage, sayRole } from './fixtures/launch-stage.ts';

const clock = systemClock();
let clients: AwsClients;

beforeAll(() => {
  clients = awsClients();
});

function fleetOf(stage: LaunchedStage, now = clock) {
  return ec2Fleet({ ...clients, ...stage, clock: now });
}

async function groupsOf(stage: LaunchedStage, now = clock) {
  const [web, data] = await fleetOf(stage, now).groups();
  if (web === undefined || data === undefined) throw new Error('too few groups');
  return { web, data };
}

describeFleetContract('EC2', async () => ({ fleet: fleetOf(await launchStage(awsClients())), clock }));

describe('the fleet on EC2', () => {
  it('knows zones, launch times, and the slots and roles of the replica set', async () => {
    const { web, data } = await groupsOf(await launchStage(clients));
    expect(web.instances.map(({ zone }) => zone).toSorted()).toEqual([
      'eu-central-1a',
      'eu-central-1b',
      'eu-central-1c',
    ]);
    expect(web.instances.every(({ role }) => role === 'none')).toBe(true);
    expect(data.instances.map(({ slot, role }) => [slot, role])).toEqual([
      ['data-a', 'primary'],
      ['data-b', 'secondary'],
      ['data-c', 'secondary'],
    ]);
  });

  it('reads past one page of instances', async () => {
    onTestFinished(forgetEverything);
    const { web } = await groupsOf(await launchStage(clients, { web: 450 }));
    expect(web.instances).toHaveLength(450);
    expect(new Set(web.instances.map(({ id }) => id)).size).toBe(450);
    expect(web.desiredSize).toBe(450);
  });

  it('does not believe a role that was said more than a minute ago', async () => {
    const stage = await launchStage(clients);
    const saidAtMs = Date.now();
    await sayRole(clients, `garbageday-${stage.stage}-data-a`, 'primary', Math.floor(saidAtMs / 1_000));
    const later = (ms: number) => ({ ...clock, now: () => Math.floor(saidAtMs / 1_000) * 1_000 + ms });
    expect((await groupsOf(stage, later(60_000))).data.instances[0]?.role).toBe('primary');
    const [stale] = (await groupsOf(stage, later(60_001))).data.instances;
    expect(stale).toMatchObject({ role: 'none', isInService: false });
  });

  it.each(['arbiter', 'none', ''])('takes the role %j for none', async (role) => {
    const stage = await launchStage(clients);
    await sayRole(clients, `garbageday-${stage.stage}-data-a`, role);
    expect((await groupsOf(stage)).data.instances[0]).toMatchObject({ role: 'none', isInService: false });
  });

  it.each([
    [
      'another stage',
      'prod',
      /^i-\w+ of the Auto Scaling group \S+-web has the tag garbageday:stage=prod, and this is the stage test-\w+; deploy/,
    ],
    [
      'no stage',
      null,
      /^i-\w+ of the Auto Scaling group \S+-web has no tag garbageday:stage, and this is the stage test-/,
    ],
  ])('says so when a server of a group carries the tag of %s', async (_, tag, says) => {
    const stage = await launchStage(clients);
    const [server] = (await groupsOf(stage)).web.instances;
    const Resources = [server?.id ?? ''];
    if (tag === null) {
      await clients.ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: stageTag }] }));
    } else
      await clients.ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: stageTag, Value: tag }] }));
    await expect(fleetOf(stage).groups()).rejects.toMatchObject({
      code: 'not-deployed',
      message: expect.stringMatching(says),
    });
  });

  it('sees that the load balancer has let go', async () => {
    const stage = await launchStage(clients);
    const [victim] = (await groupsOf(stage)).web.instances;
    const TargetGroupArn = stage.groups[0]?.targetGroupArns[0];
    const Targets = [{ Id: victim?.id }];
    await clients.elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets }));
    const seen = (await groupsOf(stage)).web.instances.find(({ id }) => id === victim?.id);
    expect(seen).toMatchObject({ state: 'running', isHealthy: true, isInService: false });
  });

  it('lists what replaced the dead, and not the dead', async () => {
    const stage = await launchStage(clients);
    const [victim] = (await groupsOf(stage)).web.instances;
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [victim?.id ?? ''] }));
    const { web } = await groupsOf(stage);
    expect(web.instances).toHaveLength(3);
    expect(web.instances.map(({ id }) => id)).not.toContain(victim?.id);
  });

  it('counts no instance that somebody merely tagged, and none of another stage', async () => {
    const [stage, other] = [await launchStage(clients), await launchStage(clients)];
    const { Instances = [] } = await clients.ec2.send(
      new RunInstancesCommand({ ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1 }),
    );
    const Resources = Instances.flatMap(({ InstanceId }) => InstanceId ?? []);
    const Tags = [
      { Key: groupTag, Value: 'web' },
      { Key: stageTag, Value: stage.stage },
    ];
    await clients.ec2.send(new CreateTagsCommand({ Resources, Tags }));
    const ids = async (of: LaunchedStage) => (await groupsOf(of)).web.instances.map(({ id }) => id);
    expect(await ids(stage)).toHaveLength(3);
    expect(await ids(stage)).not.toContain(Resources[0]);
    expect(new Set([...(await ids(stage)), ...(await ids(other))]).size).toBe(6);
  });

  it.each(['Launch', 'HealthCheck', 'ReplaceUnhealthy', 'AddToLoadBalancer'])(
    'is changing while somebody suspended %s: nothing would replace the dead',
    async (process) => {
      const stage = await launchStage(clients);
      const AutoScalingGroupName = `garbageday-${stage.stage}-web`;
      await clients.autoScaling.send(
        new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses: [process] }),
      );
      const { web, data } = await groupsOf(stage);
      expect([web.isRollingOut, data.isRollingOut]).toEqual([true, false]);
    },
  );

  it('fails when an Auto Scaling group is gone, instead of calling the rest the whole', async () => {
    const stage = await launchStage(clients);
    const [web, data] = stage.groups;
    if (web === undefined || data === undefined) throw new Error('too few groups');
    const groups = [{ ...web, autoScalingGroups: [...web.autoScalingGroups, 'gone'] }, data];
    await expect(fleetOf({ ...stage, groups }).groups()).rejects.toThrow(
      'the Auto Scaling group gone of web does not exist; deploy the stage again, or check AWS_REGION',
    );
  });

  it('fails when the stage has a group that the configuration does not know', async () => {
    const stage = await launchStage(clients);
    const groups = stage.groups.map((group) => ({ ...group, group: `${group.group}-2` }));
    await expect(fleetOf({ ...stage, groups }).groups()).rejects.toMatchObject({ code: 'not-deployed' });
  });

  it('has no instance in a group that has scaled to nothing, rather than none at all', async () => {
    const { web } = await groupsOf(await launchStage(clients, { web: 0 }));
    expect(web).toMatchObject({ name: 'web', desiredSize: 0, instances: [] });
  });
});
