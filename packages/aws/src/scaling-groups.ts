/** What Auto Scaling knows: sizes, whether something is being rolled out, and how each member is. */
import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeInstanceRefreshesCommand,
  type InstanceRefreshStatus,
  paginateDescribeAutoScalingGroups,
} from '@aws-sdk/client-auto-scaling';

export type ScalingGroup = {
  readonly name: string;
  readonly desiredSize: number;
  /** Of those that Auto Scaling still counts. */
  readonly members: ReadonlyMap<string, { readonly isHealthy: boolean; readonly isInService: boolean }>;
  /** A refresh is under way, the group is being deleted, or somebody suspended what replaces the dead. */
  readonly isChanging: boolean;
};

/** DescribeAutoScalingGroups takes at most so many names (API Reference). */
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

/** By name; a name that is not there is not in the map. */
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
  return new Map(groups.map((group) => [group.name, group]));
}

async function scalingGroup(client: AutoScalingClient, group: AutoScalingGroup): Promise<ScalingGroup> {
  const name = group.AutoScalingGroupName ?? '';
  const suspended = (group.SuspendedProcesses ?? []).map((each) => each.ProcessName ?? '');
  const isCrippled = neededProcesses.some((process) => suspended.includes(process));
  const isBeingDeleted = group.Status !== undefined;
  return {
    name,
    desiredSize: group.DesiredCapacity ?? 0,
    members: new Map(
      (group.Instances ?? []).map(({ InstanceId = '', HealthStatus, LifecycleState }) => [
        InstanceId,
        { isHealthy: HealthStatus === 'Healthy', isInService: LifecycleState === 'InService' },
      ]),
    ),
    isChanging: isCrippled || isBeingDeleted || (await isRefreshing(client, name)),
  };
}

/** One refresh at a time can be active, and the newest comes first. */
async function isRefreshing(client: AutoScalingClient, name: string): Promise<boolean> {
  const { InstanceRefreshes = [] } = await client.send(
    new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: name, MaxRecords: 10 }),
  );
  return InstanceRefreshes.some(({ Status = '' }) => underWay.includes(Status));
}
