/** Core's fleet: groups of servers, what load balancer and replica set say of each, and who rolls out something to them. */
import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import type { EC2Client, Instance } from '@aws-sdk/client-ec2';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import type { Clock, Fleet } from '@garbageday/core/ports.ts';
import type { AskRoles } from './asked-roles.ts';
import { AwsError, calling } from './aws-error.ts';
import type { FleetGroup, Members } from './contract/fleet-group.ts';
import { autoScalingGroupTag, stageTag } from './contract/tags.ts';
import type { ItemTable } from './dynamo-items.ts';
import { findInstances, tagsOf } from './ec2-instances.ts';
import { type ListedMembers, listedMembers } from './listed-members.ts';
import { memberRoles, type SaidRole } from './member-roles.ts';
import { observeGroup } from './observe-group.ts';
import { type Rollout, rolloutsUnderWay } from './rollouts.ts';
import { type ScalingGroup, scalingGroups } from './scaling-groups.ts';
import { inServiceTargets } from './target-health.ts';

export type FleetOptions = {
  /** Runs the command of a group on its members; without it, no role of such a group is known. */
  readonly askRoles?: AskRoles | undefined;
  /** The ledger's table, in which members of a replica set report their role; without it, only their tags count. */
  readonly members?: ItemTable;
  readonly ec2: EC2Client;
  readonly autoScaling: AutoScalingClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly codeDeploy: CodeDeployClient;
  readonly cloudFormation: CloudFormationClient;
  readonly clock: Pick<Clock, 'now'>;
  readonly stage: string;
  /** Where each group is on AWS. */
  readonly groups: readonly FleetGroup[];
  /** What each group is for and needs; every group of `groups` must be here. */
  readonly configuration: readonly Pick<
    GroupConfiguration,
    'name' | 'kind' | 'requiredHealthy' | 'requiredPercent'
  >[];
};

/** A fresh look each time. Throws if any part of a group cannot be found: what cannot be seen is not hit. */
export function ec2Fleet(options: FleetOptions): Fleet {
  const { stage } = options;
  return { groups: (of) => calling(`looking at the fleet of the stage ${stage}`, () => look(options, of)) };
}

/** Those that are there, or are going. */
const states = ['pending', 'running', 'shutting-down', 'stopping'];

async function look(options: FleetOptions, of: string | undefined): Promise<readonly Group[]> {
  const { ec2, autoScaling, elb, groups } = options;
  const names = groups.flatMap((group) => group.autoScalingGroups);
  const [scaling, instances, listed, inService, written, rollouts] = await Promise.all([
    scalingGroups(autoScaling, names),
    launchedFor(ec2, names),
    listedFor(ec2, groups),
    inServiceTargets(elb, new Set(groups.flatMap((group) => group.targetGroupArns))),
    rolesOf(options),
    rolloutsUnderWay(options),
  ]);
  assertOwn([...instances, ...[...listed.values()].flatMap((each) => each.instances)], options.stage);
  const running = (group: FleetGroup) =>
    [...launchedIn(group, instances), ...(listed.get(group.group)?.instances ?? [])].filter(
      ({ State }) => State?.Name === 'running',
    );
  const asked = groups.filter(({ group }) => of === undefined || group === of);
  const answers = await Promise.all(asked.map((group) => answersOf(group, options, running(group))));
  const roles = new Map([...written, ...answers.flat()]);
  return groups.map((group) =>
    observe(group, options, { scaling, instances, listed, inService, roles, rollouts }),
  );
}

/** By instance; none where the group has no command. */
async function answersOf(
  { group, command }: FleetGroup,
  { askRoles, clock }: FleetOptions,
  instances: readonly Instance[],
): Promise<readonly (readonly [string, SaidRole])[]> {
  const instanceIds = instances.flatMap(({ InstanceId }) => InstanceId ?? []);
  if (command === undefined || instanceIds.length === 0) return [];
  // An answer is as old as its question.
  const saidAtMs = clock.now();
  const answers = askRoles === undefined ? [] : await askRoles({ group, instanceIds });
  const missing =
    askRoles === undefined ? 'nothing here may ask it; deploy the stage again' : 'it gave no answer';
  return instanceIds.map((id) => {
    const { role, problem } = answers.find(({ instanceId }) => instanceId === id) ?? {
      role: 'none',
      problem: missing,
    };
    return [id, { role, saidAtMs, problem: problem ?? undefined }] as const;
  });
}

/** A filter without values would find everything. */
async function launchedFor(ec2: EC2Client, names: readonly string[]): Promise<readonly Instance[]> {
  if (names.length === 0) return [];
  return findInstances(ec2, { [`tag:${autoScalingGroupTag}`]: names, 'instance-state-name': states });
}

/** By group. */
async function listedFor(
  ec2: EC2Client,
  groups: readonly FleetGroup[],
): Promise<ReadonlyMap<string, ListedMembers>> {
  const found = groups.map(async ({ group, members }) =>
    members === undefined ? [] : [[group, await listedMembers(ec2, { group, members }, states)] as const],
  );
  return new Map((await Promise.all(found)).flat());
}

type Seen = {
  readonly scaling: ReadonlyMap<string, ScalingGroup>;
  readonly instances: readonly Instance[];
  readonly listed: ReadonlyMap<string, ListedMembers>;
  readonly inService: ReadonlyMap<string, ReadonlySet<string>>;
  readonly roles: ReadonlyMap<string, SaidRole>;
  readonly rollouts: readonly Rollout[];
};

function observe(group: FleetGroup, { configuration, clock }: FleetOptions, seen: Seen): Group {
  const { autoScalingGroups, targetGroupArns, members, replacement } = group;
  const listed = seen.listed.get(group.group);
  const scaling = autoScalingGroups.map((name) => scalingOf(seen.scaling, name, group));
  const own = launchedIn(group, seen.instances);
  const tags = [...scaling, ...own.map(taggedAs), ...(listed?.instances.map(taggedAs) ?? [])].map(
    (each) => each.tags,
  );
  return observeGroup({
    configuration: { ...configurationOf(configuration, group), replacement },
    scaling: members === undefined ? scaling : [asScalingGroup(members, listed)],
    instances: seen.instances,
    listed: listed?.instances ?? [],
    inService: targetGroupArns.length === 0 ? null : union(seen.inService, targetGroupArns),
    roles: seen.roles,
    role: group.role,
    isAsked: group.command !== undefined,
    rollout: seen.rollouts.find(({ touches }) => touches({ autoScalingGroups, tags }))?.text ?? null,
    nowMs: clock.now(),
  });
}

function launchedIn({ autoScalingGroups }: FleetGroup, instances: readonly Instance[]): readonly Instance[] {
  return instances.filter((each) => autoScalingGroups.includes(tagsOf(each)[autoScalingGroupTag] ?? ''));
}

function taggedAs(instance: Instance) {
  return { tags: tagsOf(instance) };
}

/** What Auto Scaling would say, if it kept them. */
function asScalingGroup(members: Members, listed: ListedMembers | undefined): ScalingGroup {
  const found = listed?.instances ?? [];
  return {
    name: null,
    desiredSize: members.desiredSize,
    members: new Map(
      found.map(({ InstanceId: id = '' }) => [
        id,
        { isHealthy: listed?.healthy.has(id) ?? false, isInService: true },
      ]),
    ),
    change: null,
    tags: {},
  };
}

async function rolesOf(options: FleetOptions): Promise<ReadonlyMap<string, SaidRole>> {
  const { members, groups, configuration } = options;
  if (members === undefined) return new Map();
  const data = groups.filter(
    (group) =>
      group.role === undefined &&
      group.command === undefined &&
      configurationOf(configuration, group).kind === 'data',
  );
  return memberRoles(
    members,
    data.flatMap((group) => group.autoScalingGroups),
  );
}

/**
 * Throws for servers of our groups with another stage's tag, or none: someone changed them, and IAM would forbid the
 * fault.
 */
function assertOwn(instances: readonly Instance[], stage: string): void {
  const foreign = instances.find((instance) => tagsOf(instance)[stageTag] !== stage);
  if (foreign === undefined) return;
  const { [stageTag]: other, [autoScalingGroupTag]: keeper } = tagsOf(foreign);
  const is = other === undefined ? `has no tag ${stageTag}` : `has the tag ${stageTag}=${other}`;
  const [whose, fix] =
    keeper === undefined
      ? ['', `tag it (garbageday adopt --platform aws --stage ${stage} --group …)`]
      : [
          ` of the Auto Scaling group ${keeper}`,
          'deploy the stage again, and have the group replace its servers',
        ];
  throw new AwsError(
    'not-deployed',
    `${foreign.InstanceId}${whose} ${is}, and this is the stage ${stage}; ${fix}`,
  );
}

function configurationOf(configuration: FleetOptions['configuration'], { group }: FleetGroup) {
  const found = configuration.find(({ name }) => name === group);
  if (found !== undefined) return found;
  throw new AwsError(
    'not-deployed',
    `the stage has a group ${group}, which the configuration does not; deploy the stage with this configuration`,
  );
}

function scalingOf(scaling: ReadonlyMap<string, ScalingGroup>, name: string, { group }: FleetGroup) {
  const found = scaling.get(name);
  if (found !== undefined) return found;
  throw new AwsError(
    'not-deployed',
    `the Auto Scaling group ${name} of ${group} does not exist; deploy the stage again, or check AWS_REGION`,
  );
}

function union(
  inService: ReadonlyMap<string, ReadonlySet<string>>,
  arns: readonly string[],
): ReadonlySet<string> {
  return new Set(arns.flatMap((arn) => [...(inService.get(arn) ?? [])]));
}
