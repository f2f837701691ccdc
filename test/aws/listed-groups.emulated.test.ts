/** Groups without an Auto Scaling group, and rollouts by CodeDeploy, with the real SDK. */
import { randomUUID } from 'node:crypto';
import {
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeInstancesCommand,
  DescribeVpcsCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateTargetGroupCommand,
  DeregisterTargetsCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import type { FleetGroup, Members } from '@garbageday/aws/contract/fleet-group.ts';
import { groupTag, stageTag } from '@garbageday/aws/contract/tags.ts';
import { ec2Fleet } from '@garbageday/aws/fleet.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import { runExperiment } from '@garbageday/core/chaos/run-experiment.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { journalSteps } from '../fakes/journal-steps.ts';
import { forgetEverything } from './emulators/forget-everything.ts';
import { deployStage } from './fixtures/deployed-stage.ts';
import { launchStage } from './fixtures/launch-stage.ts';
import { plan } from './fixtures/plan.ts';
import { measured, portsOf, settingsOf } from './fixtures/stage-experiment.ts';

const clock = systemClock();
let clients: AwsClients;

beforeAll(() => {
  clients = awsClients();
});

type Launched = { readonly ids: readonly string[]; readonly targetGroupArn: string };

/** Servers that somebody started one by one, behind a load balancer. */
async function launchServers(tags: Readonly<Record<string, string>>, count = 3): Promise<Launched> {
  const { Vpcs = [] } = await clients.ec2.send(new DescribeVpcsCommand({}));
  const Name = `gd-${randomUUID().slice(0, 8)}`;
  const target = { Name, Protocol: 'HTTP', Port: 80, VpcId: Vpcs[0]?.VpcId } as const;
  const { TargetGroups = [] } = await clients.elb.send(new CreateTargetGroupCommand(target));
  const { Instances = [] } = await clients.ec2.send(
    new RunInstancesCommand({
      ...{ ImageId: 'ami-12c6146b', MinCount: count, MaxCount: count },
      TagSpecifications: [
        { ResourceType: 'instance', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
      ],
    }),
  );
  const ids = Instances.flatMap(({ InstanceId }) => InstanceId ?? []);
  const targetGroupArn = TargetGroups[0]?.TargetGroupArn ?? '';
  await clients.elb.send(
    new RegisterTargetsCommand({ TargetGroupArn: targetGroupArn, Targets: ids.map((Id) => ({ Id })) }),
  );
  return { ids, targetGroupArn };
}

function optedIn(stage: string, role: string) {
  return { [groupTag]: 'api', [stageTag]: stage, Role: role };
}

function stageName() {
  return `test-${randomUUID().slice(0, 8)}`;
}

function written({ targetGroupArn }: Launched, members: Members): FleetGroup {
  return {
    ...{ group: 'api', autoScalingGroups: [], targetGroupArns: [targetGroupArn] },
    ...{ members, replacement: 'none' },
  };
}

async function seen(stage: string, group: FleetGroup): Promise<Group> {
  const configuration = [{ name: 'api', kind: 'web', requiredHealthy: 1, requiredPercent: 50 }] as const;
  const [found] = await ec2Fleet({ ...clients, clock, stage, groups: [group], configuration }).groups();
  if (found === undefined) throw new Error('no group');
  return found;
}

const byTags = (role: string): Members => ({
  ...{ tags: [{ key: 'Role', value: role }], ids: [], desiredSize: 3 },
});

describe('a group of servers that no Auto Scaling group keeps', () => {
  it('has all servers with its tags, as EC2 and the load balancer see them', async () => {
    const stage = stageName();
    const launched = await launchServers(optedIn(stage, stage));
    const group = await seen(stage, written(launched, byTags(stage)));
    expect(group).toMatchObject({
      desiredSize: 3,
      requiredHealthy: 2,
      isRollingOut: false,
      replacement: 'none',
    });
    expect(group.instances.map(({ id }) => id).toSorted()).toEqual(launched.ids.toSorted());
    expect(group.instances.every((each) => each.isHealthy && each.isInService)).toBe(true);
  });

  it('has those that are listed, and misses one that ended', async () => {
    const stage = stageName();
    const launched = await launchServers(optedIn(stage, stage));
    const [first = ''] = launched.ids;
    const group = written(launched, { tags: [], ids: launched.ids, desiredSize: 3 });
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [first] }));
    const { desiredSize, instances } = await seen(stage, group);
    expect([desiredSize, instances.length]).toEqual([3, 2]);
  });

  it('sees that the load balancer has let go of one', async () => {
    const stage = stageName();
    const launched = await launchServers(optedIn(stage, stage));
    const [Id = ''] = launched.ids;
    const query = { TargetGroupArn: launched.targetGroupArn, Targets: [{ Id }] };
    await clients.elb.send(new DeregisterTargetsCommand(query));
    const { instances } = await seen(stage, written(launched, byTags(stage)));
    expect(instances.find(({ id }) => id === Id)).toMatchObject({ isHealthy: true, isInService: false });
  });

  it('takes a tag by the letter, though EC2 takes * for anything', async () => {
    const stage = stageName();
    const launched = await launchServers(optedIn(stage, stage));
    expect((await seen(stage, written(launched, byTags('test-*')))).instances).toEqual([]);
  });

  it('is not looked at while a server of it carries no tag of the stage', async () => {
    const stage = stageName();
    const launched = await launchServers(optedIn(stage, stage));
    const Resources = launched.ids.slice(0, 1);
    await clients.ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: stageTag }] }));
    await expect(seen(stage, written(launched, byTags(stage)))).rejects.toThrow(
      `${Resources[0]} has no tag garbageday:stage, and this is the stage ${stage}; tag it (garbageday adopt`,
    );
  });

  it('is not taken for one whose servers an Auto Scaling group keeps', async () => {
    const { stage, groups } = await launchStage(clients);
    const tags = [
      { key: groupTag, value: 'web' },
      { key: stageTag, value: stage },
    ];
    const members: Members = { tags, ids: [], desiredSize: 3 };
    const group = { ...written({ ids: [], targetGroupArn: '' }, members), targetGroupArns: [] };
    await expect(seen(stage, group)).rejects.toThrow(
      `belongs to the Auto Scaling group ${groups[0]?.autoScalingGroups[0]}; give the group as autoScalingGroup:`,
    );
  });

  it('loses one in an experiment, is seen to carry on, and then refuses until somebody adds one', async () => {
    const deployed = await deployStage(clients);
    const launched = await launchServers(optedIn(deployed.stage, deployed.stage));
    const groups = [{ ...written(launched, byTags(deployed.stage)), group: 'web' }];
    await clients.ec2.send(
      new CreateTagsCommand({ Resources: [...launched.ids], Tags: [{ Key: groupTag, Value: 'web' }] }),
    );
    const stage = { ...deployed, groups };
    await measured(deployed.ledger);
    const settings = settingsOf('web');
    const unreplaced = { ...settings, group: { ...settings.group, replacement: 'none' as const } };
    const run = (id: string) => {
      const { steps } = journalSteps(clock, new Map());
      return runExperiment(portsOf(clients, stage, steps), plan({ id, claimKey: id }), unreplaced);
    };
    const first = await run(`first-${deployed.stage}`);
    expect(first).toMatchObject({ kind: 'completed', impact: { replaceMs: null } });
    if (first.kind !== 'completed') throw new Error(first.kind);
    expect(first.impact.carryOnMs).toBeGreaterThanOrEqual(0);
    const query = new DescribeInstancesCommand({ InstanceIds: [...launched.ids] });
    const { Reservations = [] } = await clients.ec2.send(query);
    const states = Reservations.flatMap(({ Instances = [] }) => Instances.map(({ State }) => State?.Name));
    expect(states.toSorted()).toEqual(['running', 'running', 'terminated']);
    expect(await run(`second-${deployed.stage}`)).toMatchObject({
      kind: 'refused',
      refusal: {
        reason: 'rollout-in-progress',
        detail: expect.stringContaining('add one: nothing else does'),
      },
    });
  });
});

describe('a deployment of CodeDeploy', () => {
  /** By tags: of a group that names Auto Scaling groups moto answers in another shape than AWS (docs/aws-emulators.md). */
  async function deploy(...tags: readonly (readonly [key: string, value: string])[]) {
    const applicationName = `shop-${randomUUID().slice(0, 8)}`;
    const deploymentGroupName = 'web';
    onTestFinished(forgetEverything);
    await clients.codeDeploy.send(
      new CreateApplicationCommand({ applicationName, computePlatform: 'Server' }),
    );
    const ec2TagSetList = tags.map(([Key, Value]) => [{ Key, Value, Type: 'KEY_AND_VALUE' as const }]);
    const serviceRoleArn = 'arn:aws:iam::123456789012:role/deploy';
    const group = { applicationName, deploymentGroupName, serviceRoleArn };
    await clients.codeDeploy.send(
      new CreateDeploymentGroupCommand({ ...group, ec2TagSet: { ec2TagSetList } }),
    );
    const { deploymentId } = await clients.codeDeploy.send(
      new CreateDeploymentCommand({ applicationName, deploymentGroupName }),
    );
    return `CodeDeploy deployment ${deploymentId} of ${applicationName}/web is Created`;
  }

  it('is seen on the group that it is for, and on no other', async () => {
    const stage = await launchStage(clients);
    const text = await deploy([groupTag, 'web'], [stageTag, stage.stage]);
    const [web, data] = await ec2Fleet({ ...clients, ...stage, clock }).groups();
    expect(web).toMatchObject({ isRollingOut: true, rollout: text });
    expect(data).toMatchObject({ isRollingOut: false });
  });

  it('of another service is nobody’s business here', async () => {
    const stage = await launchStage(clients);
    await deploy([groupTag, 'web'], [stageTag, 'shop-of-others']);
    const [web] = await ec2Fleet({ ...clients, ...stage, clock }).groups();
    expect(web).toMatchObject({ isRollingOut: false });
  });
});
