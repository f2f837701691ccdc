/** Auto Scaling's instance refresh, for `rollOut`. */
import {
  type AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  RollbackInstanceRefreshCommand,
  StartInstanceRefreshCommand,
} from '@aws-sdk/client-auto-scaling';
import type { Refresh, RollOutPorts } from './roll-out.ts';

export type RefreshedGroup = {
  readonly autoScaling: AutoScalingClient;
  readonly group: string;
  readonly templateId: string;
  /** Percent of the desired size; above 100, a new server comes before an old one goes. */
  readonly maxHealthy: number;
};

type Refreshes = Pick<RollOutPorts, 'runningVersion' | 'latest' | 'start' | 'rollBack'>;

export function instanceRefreshes({ autoScaling, group, templateId, maxHealthy }: RefreshedGroup): Refreshes {
  const named = { AutoScalingGroupName: group };
  return {
    runningVersion: async () => {
      const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] });
      const { AutoScalingGroups: [found] = [] } = await autoScaling.send(command);
      const { LaunchTemplateId: id, Version: version } = found?.LaunchTemplate ?? {};
      if (version === undefined) throw new Error(`There is no group ${group} with a launch template`);
      return id === templateId ? version : `${version} of the launch template ${id}`;
    },
    latest: async () => latestOf(autoScaling, group),
    start: async (version) => {
      await autoScaling.send(
        new StartInstanceRefreshCommand({
          ...named,
          DesiredConfiguration: { LaunchTemplate: { LaunchTemplateId: templateId, Version: version } },
          // A rollback needs both: a desired configuration, and a template with an AMI id (RollbackInstanceRefresh).
          Preferences: {
            AutoRollback: true,
            MinHealthyPercentage: 100,
            MaxHealthyPercentage: maxHealthy,
            SkipMatching: true,
          },
        }),
      );
    },
    rollBack: async () => {
      await autoScaling.send(new RollbackInstanceRefreshCommand(named));
    },
  };
}

/** Auto Scaling lists the newest first. */
async function latestOf(autoScaling: AutoScalingClient, group: string): Promise<Refresh | null> {
  const command = new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: group, MaxRecords: 1 });
  const { InstanceRefreshes: [refresh] = [] } = await autoScaling.send(command);
  if (refresh === undefined) return null;
  const { InstanceRefreshId: id = '', Status: status = 'unknown', StatusReason: reason = '' } = refresh;
  const progress = `${status} ${refresh.PercentageComplete ?? 0}% ${refresh.InstancesToUpdate ?? 0}`;
  return { id, status, reason, progress };
}
