/** One page per stage: what users feel, how fast budgets burn, what chaos did, and what is broken. */
import { metricNamespaces } from '@garbageday/aws/contract/metric-names.ts';
import { dashboardName } from '@garbageday/aws/contract/names.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { ChaosLog } from './chaos-log.ts';
import { type Circumstances, dashboardBody } from './dashboard-body.ts';
import type { LoadBalancer } from './load-balancer-contract.ts';
import { region } from './policy.ts';

type DashboardInput = {
  readonly config: Configuration;
  readonly hasUsers: boolean;
  readonly alarmArns: readonly $util.Output<string>[];
  readonly chaosLog: ChaosLog;
  readonly loadBalancer: LoadBalancer;
};

export function deployDashboard(input: DashboardInput): aws.cloudwatch.Dashboard {
  const { config, hasUsers, alarmArns, chaosLog, loadBalancer } = input;
  const { dimensions, kind } = loadBalancer;
  const known = {
    regionName: region(),
    log: chaosLog.name,
    balancer: dimensions.loadBalancer,
    targetGroup: dimensions.targetGroup,
    alarms: [...alarmArns],
  };
  const body = $resolve(known).apply(({ regionName, log, alarms, balancer, targetGroup }) => {
    const about: Circumstances = {
      config,
      hasUsers,
      regionName,
      log,
      alarms,
      loadBalancer: { kind, balancer, targetGroup },
      namespaces: metricNamespaces($app.stage),
    };
    return JSON.stringify(dashboardBody(about));
  });
  return new aws.cloudwatch.Dashboard('Dashboard', {
    dashboardName: dashboardName($app.stage),
    dashboardBody: body,
  });
}
