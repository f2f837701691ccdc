/** Rings for a group that cannot replace what it lost: a launch that fails, again and again, says so nowhere else. */
import { resourceName } from './naming.ts';

/** Without charge, and only collected for groups that ask for it. */
export const groupMetrics: Pick<aws.autoscaling.GroupArgs, 'enabledMetrics' | 'metricsGranularity'> = {
  enabledMetrics: ['GroupInServiceInstances'],
  metricsGranularity: '1Minute',
};

/** Two launches' heartbeat (launch-template.ts): one server may be slow, two that were thrown away are a fault. */
const patienceMinutes = 20;

type Watched = {
  readonly group: aws.autoscaling.Group;
  /** Within the stage: `web`, `data-a`. */
  readonly part: string;
  readonly desiredSize: number;
};

/** An alarm per Auto Scaling group; returns their ARNs. */
export function deployLaunchAlarms(
  watched: readonly Watched[],
  actions: $util.Input<string>[],
): $util.Output<string>[] {
  return watched.map(({ group, part, desiredSize }) => {
    const alarm = new aws.cloudwatch.MetricAlarm(`Launches-${part}`, {
      name: resourceName(`launches-${part}`),
      alarmDescription:
        `${part} has had fewer than ${desiredSize} servers in service for ${patienceMinutes} minutes: ` +
        'launches fail, or there is no capacity; see the activity history of its Auto Scaling group',
      namespace: 'AWS/AutoScaling',
      metricName: 'GroupInServiceInstances',
      dimensions: { AutoScalingGroupName: group.name },
      statistic: 'Minimum',
      period: 60,
      evaluationPeriods: patienceMinutes,
      datapointsToAlarm: patienceMinutes,
      threshold: desiredSize,
      comparisonOperator: 'LessThanThreshold',
      // A group that lost everything says 0; before its first minute it says nothing, and that is not a fault.
      treatMissingData: 'missing',
      alarmActions: actions,
      okActions: actions,
    });
    return alarm.arn;
  });
}
