/** A rollout of this deployment: brings the servers of a group to the launch template that it has just written. */
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { deployerSettings, onceDeployed, pause } from '@garbageday/sst/deployer.ts';
import { instanceRefreshes } from './instance-refresh.ts';
import { rollOut } from './roll-out.ts';

type Servers = {
  readonly group: aws.autoscaling.Group;
  readonly template: aws.ec2.LaunchTemplate;
  /** Percent of the desired size that may run while old servers are replaced. */
  readonly maxHealthy: number;
};

/** Resolves when every server runs the new template; fails the deployment if they had to be rolled back. */
export function rollOutServers({ group, template, maxHealthy }: Servers): $util.Output<unknown> {
  return $resolve({ name: group.name, id: template.id, version: template.latestVersion }).apply(
    ({ name, id, version }) =>
      onceDeployed([], async () => {
        const autoScaling = new AutoScalingClient(deployerSettings());
        const refreshes = instanceRefreshes({ autoScaling, group: name, templateId: id, maxHealthy });
        return await rollOut({ ...refreshes, wait: pause, now: Date.now }, name, String(version));
      }),
  );
}
