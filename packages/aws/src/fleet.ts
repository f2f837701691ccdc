/** Core's fleet: Auto Scaling groups, the instances in them, and what load balancer and replica set say of each. */
import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { EC2Client, Instance } from '@aws-sdk/client-ec2';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import type { Clock, Fleet } from '@garbageday/core/ports.ts';
import { AwsError, calling } from './aws-error.ts';
import type { FleetGroup } from './contract/fleet-group.ts';
import { autoScalingGroupTag, stageTag } from './contract/tags.ts';
import type { ItemTable } from './dynamo-items.ts';
import { findInstances, tagsOf } from './ec2-instances.ts';
import { memberRoles, type SaidRole } from './member-roles.ts';
import { observeGroup } from './observe-group.ts';
import { type ScalingGroup, scalingGroups } from './scaling-groups.ts';
import { inServiceTargets } from './target-health.ts';

export type FleetOptions = {
  /** The ledger's table, where members of a replica set say which role they play; without it, their tags alone count. */
  readonly members?: ItemTable;
  readonly ec2: EC2Client;
  readonly autoScaling: AutoScalingClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly clock: Pick<Clock, 'now'>;
  readonly stage: string;
  /** Where each group is kept. */
  readonly groups: readonly FleetGroup[];
  /** What each group is for and needs; every group of `groups` must be here. */
  readonly configuration: readonly Pick<GroupConfiguration, 'name' | 'kind' | 'requiredHealthy'>[];
};

/** A fresh look each time. Throws when a group of the stage cannot be found whole: what cannot be seen is not hit. */
export function ec2Fleet(options: FleetOptions): Fleet {
  return { groups: () => calling(`looking at the fleet of the stage ${options.stage}`, () => look(options)) };
}

async function look(options: FleetOptions): Promise<readonly Group[]> {
  const { ec2, autoScaling, elb, clock, stage, groups, configuration } = options;
  const names = groups.flatMap((group) => group.autoScalingGroups);
  const [scaling, instances, inService, roles] = await Promise.all([
    scalingGroups(autoScaling, names),
    findInstances(ec2, {
      [`tag:${autoScalingGroupTag}`]: names,
      'instance-state-name': ['pending', 'running', 'shutting-down', 'stopping'],
    }),
    inServiceTargets(elb, new Set(groups.flatMap((group) => group.targetGroupArns))),
    rolesOf(options),
  ]);
  assertOwn(instances, stage);
  return groups.map((group) =>
    observeGroup({
      configuration: configurationOf(configuration, group),
      scaling: group.autoScalingGroups.map((name) => scalingOf(scaling, name, group)),
      instances,
      inService: group.targetGroupArns.length === 0 ? null : union(inService, group.targetGroupArns),
      roles,
      nowMs: clock.now(),
    }),
  );
}

async function rolesOf(options: FleetOptions): Promise<ReadonlyMap<string, SaidRole>> {
  const { members, groups, configuration } = options;
  if (members === undefined) return new Map();
  const data = groups.filter((group) => configurationOf(configuration, group).kind === 'data');
  return memberRoles(
    members,
    data.flatMap((group) => group.autoScalingGroups),
  );
}

/** Servers of our groups that carry another stage's tag, or none: somebody changed them, and IAM would forbid the fault. */
function assertOwn(instances: readonly Instance[], stage: string): void {
  const foreign = instances.find((instance) => tagsOf(instance)[stageTag] !== stage);
  if (foreign === undefined) return;
  const tags = tagsOf(foreign);
  const is =
    tags[stageTag] === undefined ? `has no tag ${stageTag}` : `has the tag ${stageTag}=${tags[stageTag]}`;
  throw new AwsError(
    'not-deployed',
    `${foreign.InstanceId} of the Auto Scaling group ${tags[autoScalingGroupTag]} ${is}, and this is the stage ${stage}; ` +
      'deploy the stage again, and have the group replace its servers',
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
