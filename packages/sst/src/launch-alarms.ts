/** Rings for a group that cannot replace what it lost: launches that fail again and again are reported nowhere else. */
import type { DeployedGroup } from './groups.ts';
import type { Naming } from './naming.ts';

/** Twice the launch hook's timeout (launch-template.ts): one server may be slow, two failed launches are a problem. */
const patienceMinutes = 20;

/** An alarm per Auto Scaling group whose desired size was given; returns their ARNs. */
export function deployLaunchAlarms(
  names: Naming,
  groups: readonly DeployedGroup[],
  actions: $util.Input<string>[],
): $util.Output<string>[] {
  const watched = groups.flatMap(({ parts, desiredSize }) =>
    desiredSize === null ? [] : parts.map((part) => ({ ...part, desiredSize })),
  );
  return watched.map(({ part, autoScalingGroup, desiredSize }) => {
    const alarm = new aws.cloudwatch.MetricAlarm(names.logical(`Launches-${part}`), {
      name: names.resource(`launches-${part}`),
      alarmDescription:
        `${part} has had fewer than ${desiredSize} servers in service for ${patienceMinutes} minutes: ` +
        'launches fail, or there is no capacity; see the activity history of its Auto Scaling group',
      namespace: 'AWS/AutoScaling',
      metricName: 'GroupInServiceInstances',
      dimensions: { AutoScalingGroupName: autoScalingGroup },
      statistic: 'Minimum',
      period: 60,
      evaluationPeriods: patienceMinutes,
      datapointsToAlarm: patienceMinutes,
      threshold: desiredSize,
      comparisonOperator: 'LessThanThreshold',
      // A group that lost everything reports 0; before its first minute it reports nothing, which is not a problem.
      treatMissingData: 'missing',
      alarmActions: actions,
      okActions: actions,
    });
    return alarm.arn;
  });
}
