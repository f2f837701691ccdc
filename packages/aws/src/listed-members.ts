/** Servers that no Auto Scaling group keeps: found by their tags or one by one, each with EC2's own checks. */
import {
  DescribeInstanceStatusCommand,
  type EC2Client,
  type Instance,
  type InstanceStatus,
} from '@aws-sdk/client-ec2';
import { AwsError } from './aws-error.ts';
import type { FleetGroup, Members } from './contract/fleet-group.ts';
import { autoScalingGroupTag } from './contract/tags.ts';
import { findInstances, type InstanceFilters, tagsOf } from './ec2-instances.ts';

export type ListedMembers = {
  readonly instances: readonly Instance[];
  /** Both of EC2's status checks passed. */
  readonly healthy: ReadonlySet<string>;
};

/** DescribeInstanceStatus takes at most so many ids (EC2 API Reference). */
const idsPerCall = 100;

/** Throws about one that Auto Scaling keeps: what happens to its group would not be seen here. */
export async function listedMembers(
  ec2: EC2Client,
  { group, members }: Pick<FleetGroup, 'group'> & { readonly members: Members },
  states: readonly string[],
): Promise<ListedMembers> {
  const found = await findInstances(ec2, { ...filtersOf(members), 'instance-state-name': states });
  // In a filter's value `*` and `?` stand for others.
  const instances = found.filter((instance) => isListed(instance, members));
  for (const instance of instances) assertUnkept(instance, group);
  return { instances, healthy: await healthyOf(ec2, instances) };
}

function filtersOf({ tags, ids }: Members): InstanceFilters {
  if (tags.length === 0) return { 'instance-id': ids };
  return Object.fromEntries(tags.map(({ key, value }) => [`tag:${key}`, [value]]));
}

function isListed(instance: Instance, { tags, ids }: Members): boolean {
  if (tags.length === 0) return ids.includes(instance.InstanceId ?? '');
  const own = tagsOf(instance);
  return tags.every(({ key, value }) => own[key] === value);
}

function assertUnkept(instance: Instance, group: string): void {
  const keeper = tagsOf(instance)[autoScalingGroupTag];
  if (keeper === undefined) return;
  throw new AwsError(
    'not-deployed',
    `${instance.InstanceId} of the group ${group} belongs to the Auto Scaling group ${keeper}; ` +
      `give the group as autoScalingGroup: '${keeper}'`,
  );
}

async function healthyOf(ec2: EC2Client, instances: readonly Instance[]): Promise<ReadonlySet<string>> {
  const ids = instances.flatMap(({ InstanceId, State }) =>
    State?.Name === 'running' && InstanceId !== undefined ? [InstanceId] : [],
  );
  const statuses: InstanceStatus[] = [];
  for (let from = 0; from < ids.length; from += idsPerCall) {
    const query = { InstanceIds: ids.slice(from, from + idsPerCall) };
    const { InstanceStatuses = [] } = await ec2.send(new DescribeInstanceStatusCommand(query));
    statuses.push(...InstanceStatuses);
  }
  return new Set(statuses.filter(isOk).flatMap(({ InstanceId }) => InstanceId ?? []));
}

function isOk({ InstanceStatus: own, SystemStatus: host }: InstanceStatus): boolean {
  return own?.Status === 'ok' && host?.Status === 'ok';
}
