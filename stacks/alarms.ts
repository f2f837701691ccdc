/** Everything that rings: burning budgets, a silent probe, dead letters. */
import type { Configuration } from '@garbageday/core/config/configuration.ts';
import { countsWholeJourney } from '@garbageday/core/slo/chaos-slo.ts';
import { deployBurnAlarms } from './burn-alarms.ts';
import { journeyMetric } from './metrics.ts';
import { resourceName } from './naming.ts';

type AlarmsInput = {
  readonly config: Configuration;
  /** Whether the stage has users; without them the users' objectives have no data. */
  readonly hasUsers: boolean;
  readonly alert: sst.aws.Function;
  readonly deadLetters: sst.aws.Queue;
};

/** Returns the ARNs of all alarms that ring, for the dashboard. */
export function deployAlarms({ config, hasUsers, alert, deadLetters }: AlarmsInput): $util.Output<string>[] {
  const { service } = config;
  const actions = [alert.arn];
  // The metrics are of whole journeys; the report evaluates steps, vantages and time slices from the ledger.
  const slos = config.slos.filter((slo) => countsWholeJourney(slo) && (slo.journey === 'probe' || hasUsers));
  const burning = slos.flatMap((slo) => deployBurnAlarms({ service, slo, actions }));
  return [...burning, deadMansAlarm(service, actions), deadLettersAlarm(deadLetters, actions)];
}

/** Rings when the probe has been silent for three minutes: missing data is the breach. */
function deadMansAlarm(service: string, actions: $util.Input<string>[]): $util.Output<string> {
  const alarm = new aws.cloudwatch.MetricAlarm('ProbeSilent', {
    name: resourceName('probe-silent'),
    alarmDescription: 'The probe has written no slice for three minutes: nobody is measuring',
    ...journeyMetric({ service, journey: 'probe', metricName: 'Heartbeat' }),
    statistic: 'Sum',
    period: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    threshold: 1,
    comparisonOperator: 'LessThanThreshold',
    treatMissingData: 'breaching',
    alarmActions: actions,
    okActions: actions,
  });
  return alarm.arn;
}

function deadLettersAlarm(deadLetters: sst.aws.Queue, actions: $util.Input<string>[]): $util.Output<string> {
  const alarm = new aws.cloudwatch.MetricAlarm('DeadLettersArrived', {
    name: resourceName('dead-letters'),
    alarmDescription:
      'Something could not be delivered or failed too often; it lies in the dead-letter queue',
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: deadLetters.nodes.queue.name },
    statistic: 'Maximum',
    period: 60,
    evaluationPeriods: 1,
    threshold: 0,
    comparisonOperator: 'GreaterThanThreshold',
    // SQS stops reporting a queue that nobody uses.
    treatMissingData: 'notBreaching',
    alarmActions: actions,
    okActions: actions,
  });
  return alarm.arn;
}
