/** An AWS account as `garbageday init` sees it: the SDK's own region and credentials, and nothing is changed. */
import process from 'node:process';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { calling, explainAwsError } from '@garbageday/aws/aws-error.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { autoScalingGroupTag, stageTag } from '@garbageday/aws/contract/tags.ts';
import { findInstances } from '@garbageday/aws/ec2-instances.ts';
import { listScalingGroups, urlOfTargetGroup } from '@garbageday/aws/list-scaling-groups.ts';
import { observeGroup } from '@garbageday/aws/observe-group.ts';
import { otherRegionsOf } from '@garbageday/aws/other-regions.ts';
import { scalingGroups } from '@garbageday/aws/scaling-groups.ts';
import { inServiceTargets } from '@garbageday/aws/target-health.ts';
import { unknownProfile } from '@garbageday/aws/unknown-profile.ts';
import { eligibleTargets } from '@garbageday/core/chaos/eligibility.ts';
import type { Group, Instance } from '@garbageday/core/chaos/fleet.ts';
import { hasNoRedundancy, isRollingOut } from '@garbageday/core/chaos/gate.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { AwsView, SeenGroup } from '../init/aws-view.ts';

export function openAws(typedRegion: string | null): AwsView {
  const settings = clientSettings(typedRegion === null ? {} : { region: typedRegion });
  const clients = {
    autoScaling: new AutoScalingClient(settings),
    ec2: new EC2Client(settings),
    elb: new ElasticLoadBalancingV2Client(settings),
  };
  const asking = async <T>(doing: string, ask: () => Promise<T>): Promise<T> => {
    try {
      return await calling(doing, ask);
    } catch (error) {
      throw (await unknownProfile(error, process.env)) ?? explainAwsError(error);
    }
  };
  return {
    region: () => asking('looking for a region', async () => await clients.ec2.config.region()),
    groups: () => asking('listing Auto Scaling groups', () => listScalingGroups(clients.autoScaling)),
    elsewhere: (name) => otherRegionsOf(clients.ec2, name),
    urlOf: async ([arn]) =>
      arn === undefined
        ? null
        : await asking('looking for the load balancer', () => urlOfTargetGroup(clients.elb, arn)),
    look: (group) => asking(`looking at ${group.autoScalingGroup}`, () => look(clients, group)),
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

type Clients = {
  readonly autoScaling: AutoScalingClient;
  readonly ec2: EC2Client;
  readonly elb: ElasticLoadBalancingV2Client;
};

async function look(
  { autoScaling, ec2, elb }: Clients,
  { name, autoScalingGroup, targetGroupArns, stage }: Parameters<AwsView['look']>[0],
): Promise<SeenGroup> {
  const [scaling, instances, inService] = await Promise.all([
    scalingGroups(autoScaling, [autoScalingGroup]),
    findInstances(ec2, {
      [`tag:${autoScalingGroupTag}`]: [autoScalingGroup],
      'instance-state-name': ['pending', 'running', 'shutting-down', 'stopping'],
    }),
    inServiceTargets(elb, new Set(targetGroupArns)),
  ]);
  const found = scaling.get(autoScalingGroup);
  if (found === undefined)
    throw new UsageError(`there is no Auto Scaling group ${autoScalingGroup} any more`);
  const group = observeGroup({
    // What the component takes where it is not told: all but one.
    configuration: { name, kind: 'web', requiredHealthy: found.desiredSize - 1 },
    ...{ scaling: [found], instances, roles: new Map(), nowMs: Date.now() },
    inService:
      targetGroupArns.length === 0
        ? null
        : new Set(targetGroupArns.flatMap((arn) => [...(inService.get(arn) ?? [])])),
  });
  return {
    desiredSize: group.desiredSize,
    servers: group.instances.map(serverLine),
    refusal: refusalOf(group, stage),
  };
}

function serverLine({ id, zone, state, isHealthy, isInService }: Instance): string {
  return `${id} in ${zone}: ${state}, ${isHealthy ? 'healthy' : 'not healthy'}, ${isInService ? 'in service' : 'not in service'}`;
}

/** Of the rungs of the gate those that are about the group alone. */
function refusalOf(group: Group, stage: string): string | null {
  const untagged = group.instances.filter(({ tags }) => tags[stageTag] !== stage);
  const eligibility = eligibleTargets(
    group,
    { role: 'any', minAgeSeconds: 0, exempt: { instanceIds: [], zones: [], tags: [] } },
    Date.now(),
  );
  const [target = null] = eligibility.eligible;
  const fleet = { kind: 'known', value: group } as const;
  const selection = { kind: 'known', value: { eligibility, target } } as const;
  const refusal =
    isRollingOut({ fleet }) ??
    hasNoRedundancy({ fleet, selection, requiredHealthy: group.requiredHealthy, requiredPercent: undefined });
  if (refusal !== null) return refusal.detail;
  if (untagged.length === 0 && target !== null) return null;
  return `${untagged.length === 0 ? 'none' : `${untagged.length} of ${group.instances.length} servers`} do not have the tags garbageday:group=${group.name} and ${stageTag}=${stage} yet`;
}
