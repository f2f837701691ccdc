/** One page per stage: what users feel, how fast budgets burn, what chaos did, and what is broken. */
import { metricNamespaces } from '@garbageday/aws/contract/metric-names.ts';
import { dashboardName } from '@garbageday/aws/contract/names.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { LoadBalancerArguments } from './arguments.ts';
import type { ChaosLog } from './chaos-log.ts';
import { type Circumstances, dashboardBody } from './dashboard-body.ts';
import type { Naming } from './naming.ts';
import { region } from './policy.ts';

type DashboardInput = {
  readonly names: Naming;
  readonly config: Configuration;
  readonly hasUsers: boolean;
  readonly alarmArns: readonly $util.Output<string>[];
  readonly chaosLog: ChaosLog;
  readonly loadBalancer: LoadBalancerArguments | null;
};

export function deployDashboard(input: DashboardInput): aws.cloudwatch.Dashboard {
  const { names, config, hasUsers, alarmArns, chaosLog, loadBalancer } = input;
  const known = {
    regionName: region(),
    log: chaosLog.name,
    balancer: loadBalancer,
    alarms: [...alarmArns],
  };
  const body = $resolve(known).apply(({ regionName, log, alarms, balancer }) => {
    const about: Circumstances = {
      config,
      hasUsers,
      regionName,
      log,
      alarms,
      loadBalancer: balancer,
      namespaces: metricNamespaces(names.stage),
    };
    return JSON.stringify(dashboardBody(about));
  });
  return new aws.cloudwatch.Dashboard(names.logical('Dashboard'), {
    dashboardName: dashboardName(names.stage),
    dashboardBody: body,
  });
}
