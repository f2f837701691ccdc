/** Everything that rings: burning budgets, a silent judge, dead letters. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { countsWholeJourney } from '@garbageday/core/slo/chaos-slo.ts';
import { deployBurnAlarms } from './burn-alarms.ts';
import type { DeadLetters } from './dead-letters.ts';
import { type DeployedJudge, resourceOf } from './journeys.ts';
import { journeyMetric } from './metrics.ts';
import { resourceName } from './naming.ts';
import { onceHeard } from './probe-heartbeats.ts';

type AlarmsInput = {
  readonly config: Configuration;
  /** Whether the stage has users; without them the users' objectives have no data. */
  readonly hasUsers: boolean;
  readonly alert: sst.aws.Function;
  readonly judges: readonly DeployedJudge[];
  readonly deadLetters: DeadLetters;
};

/** Returns the ARNs of all alarms that ring, for the dashboard. */
export function deployAlarms({
  config,
  hasUsers,
  alert,
  judges,
  deadLetters,
}: AlarmsInput): $util.Output<string>[] {
  const { service } = config;
  const actions = [alert.arn];
  // The metrics are of whole journeys; the report evaluates steps, vantages and time slices from the ledger.
  const slos = config.slos.filter((slo) => countsWholeJourney(slo) && (slo.role === 'judge' || hasUsers));
  const burning = slos.flatMap((slo) => deployBurnAlarms({ service, slo, actions }));
  const silent = judges.map((judge) => deadMansAlarm(service, actions, judge));
  return [...burning, ...silent, ...lettersAlarms(deadLetters, actions)];
}

/** Rings when a judge has been silent for three minutes: missing data is the breach. */
function deadMansAlarm(
  service: string,
  actions: $util.Input<string>[],
  judge: DeployedJudge,
): $util.Output<string> {
  const description = `The ${judge.name} has not written a slice for three minutes: nothing is being measured`;
  const alarm = new aws.cloudwatch.MetricAlarm(
    `${resourceOf({ ...judge, role: 'judge' })}Silent`,
    {
      name: resourceName(`${judge.name}-silent`),
      // Not before the judge was heard: the first message of a stage would be a page about its own deployment.
      alarmDescription: onceHeard(service, judge).apply(() => description),
      ...journeyMetric({ service, journey: judge.name, metricName: 'Heartbeat' }),
      statistic: 'Sum',
      period: 60,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      threshold: 1,
      comparisonOperator: 'LessThanThreshold',
      treatMissingData: 'breaching',
      alarmActions: actions,
      okActions: actions,
    },
    { dependsOn: [judge.schedule.nodes.schedule] },
  );
  return alarm.arn;
}

function lettersAlarms({ events, experiments }: DeadLetters, actions: $util.Input<string>[]) {
  const arrived = 'arrived in the dead-letter queue within five minutes and stays there for two weeks';
  return [
    lettersAlarm('DeadLettersArrived', {
      part: 'dead-letters',
      queue: events,
      description: `An event that could not be delivered, or failed too often, ${arrived}`,
      actions,
    }),
    lettersAlarm('ExperimentLettersArrived', {
      part: 'experiment-letters',
      queue: experiments,
      description: `An experiment that could not be started, or ended in an error, ${arrived}`,
      actions,
    }),
  ];
}

type LettersAlarm = {
  readonly part: string;
  readonly queue: sst.aws.Queue;
  readonly description: string;
  readonly actions: $util.Input<string>[];
};

/**
 * Rings for what arrives, and not for what lies there, or it would ring once in two weeks. Lambda, Scheduler and
 * EventBridge send their letters, so that SQS counts them as sent; only what SQS itself moves between queues it does not.
 */
function lettersAlarm(name: string, { part, queue, description, actions }: LettersAlarm) {
  const alarm = new aws.cloudwatch.MetricAlarm(name, {
    name: resourceName(part),
    alarmDescription: description,
    namespace: 'AWS/SQS',
    metricName: 'NumberOfMessagesSent',
    dimensions: { QueueName: queue.nodes.queue.name },
    statistic: 'Sum',
    period: 300,
    evaluationPeriods: 1,
    threshold: 0,
    comparisonOperator: 'GreaterThanThreshold',
    // SQS stops reporting a queue that no one uses.
    treatMissingData: 'notBreaching',
    alarmActions: actions,
    okActions: actions,
  });
  return alarm.arn;
}
