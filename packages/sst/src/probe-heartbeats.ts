/** A judge's heartbeats, as seen by its dead man's alarm. */
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { awaitHeartbeat } from './await-heartbeat.ts';
import { deployerSettings, onceDeployed, pause } from './deployer.ts';
import type { DeployedJudge } from './journeys.ts';
import { type JourneyMetric, journeyMetric } from './metrics.ts';

const windowMs = 5 * 60_000;

/** Resolves at the first heartbeat after the schedule exists; at once if the judge has been running. */
export function onceHeard(
  { stage, service }: Pick<JourneyMetric, 'stage' | 'service'>,
  { name, schedule }: DeployedJudge,
): $util.Output<unknown> {
  const { namespace, metricName, dimensions } = journeyMetric({
    stage,
    service,
    journey: name,
    metricName: 'Heartbeat',
  });
  const Metric = {
    Namespace: namespace,
    MetricName: metricName,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
  return onceDeployed([schedule.nodes.schedule.arn], async () => {
    const cloudWatch = new CloudWatchClient(deployerSettings());
    const heartbeats = async () => {
      const { MetricDataResults: [found] = [] } = await cloudWatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(Date.now() - windowMs),
          EndTime: new Date(),
          MetricDataQueries: [{ Id: 'heartbeats', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
        }),
      );
      return (found?.Values ?? []).reduce((sum, value) => sum + value, 0);
    };
    await awaitHeartbeat({ heartbeats, wait: pause, now: Date.now });
  });
}
