/** What Auto Scaling knows: sizes, whether something is being rolled out, and each member's health. */
import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeInstanceRefreshesCommand,
  type InstanceRefreshStatus,
  paginateDescribeAutoScalingGroups,
} from '@aws-sdk/client-auto-scaling';

export type ScalingGroup = {
  /** `null`: of servers that no Auto Scaling group keeps. */
  readonly name: string | null;
  readonly desiredSize: number;
  /** The members that Auto Scaling still counts. */
  readonly members: ReadonlyMap<string, { readonly isHealthy: boolean; readonly isInService: boolean }>;
  /** A refresh is under way, the group is being deleted, or somebody suspended what replaces the dead; `null`: none of these. */
  readonly change: string | null;
  /** Its own. */
  readonly tags: Readonly<Record<string, string>>;
};

/** DescribeAutoScalingGroups accepts at most this many names (API Reference). */
const namesPerCall = 50;

const underWay: readonly string[] = [
  'Pending',
  'InProgress',
  'Cancelling',
  'RollbackInProgress',
  'Baking',
] satisfies readonly InstanceRefreshStatus[];

/** Without these a dead member stays dead. */
const neededProcesses = ['Launch', 'HealthCheck', 'ReplaceUnhealthy', 'AddToLoadBalancer'];

/** By name; a name that does not exist is not in the map. */
export async function scalingGroups(
  client: AutoScalingClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, ScalingGroup>> {
  const found: AutoScalingGroup[] = [];
  for (let from = 0; from < names.length; from += namesPerCall) {
    const query = { AutoScalingGroupNames: names.slice(from, from + namesPerCall) };
    for await (const page of paginateDescribeAutoScalingGroups({ client }, query)) {
      found.push(...(page.AutoScalingGroups ?? []));
    }
  }
  const groups = await Promise.all(found.map((group) => scalingGroup(client, group)));
  return new Map(groups);
}

async function scalingGroup(
  client: AutoScalingClient,
  group: AutoScalingGroup,
): Promise<readonly [string, ScalingGroup]> {
  const name = group.AutoScalingGroupName ?? '';
  const found = {
    name,
    tags: Object.fromEntries((group.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    desiredSize: group.DesiredCapacity ?? 0,
    members: new Map(
      (group.Instances ?? []).map(({ InstanceId = '', HealthStatus, LifecycleState }) => [
        InstanceId,
        { isHealthy: HealthStatus === 'Healthy', isInService: LifecycleState === 'InService' },
      ]),
    ),
    change: changeOf(group, name) ?? (await refreshOf(client, name)),
  };
  return [name, found];
}

function changeOf({ SuspendedProcesses = [], Status }: AutoScalingGroup, name: string): string | null {
  if (Status !== undefined) return `${name} is being deleted`;
  const suspended = SuspendedProcesses.map(({ ProcessName = '' }) => ProcessName);
  const missing = neededProcesses.find((process) => suspended.includes(process));
  return missing === undefined ? null : `someone suspended ${missing} in ${name}`;
}

/** One refresh at a time can be active, and the newest comes first. */
async function refreshOf(client: AutoScalingClient, name: string): Promise<string | null> {
  const { InstanceRefreshes = [] } = await client.send(
    new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: name, MaxRecords: 10 }),
  );
  const active = InstanceRefreshes.find(({ Status = '' }) => underWay.includes(Status));
  return active === undefined ? null : `an instance refresh of ${name} is ${active.Status}`;
}
