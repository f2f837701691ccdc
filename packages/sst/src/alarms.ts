/** All alarms: burning budgets, a silent judge, dead letters. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { countsWholeJourney } from '@garbageday/core/slo/chaos-slo.ts';
import { deployBurnAlarms } from './burn-alarms.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Foundation } from './foundation.ts';
import { type DeployedJudge, resourceOf } from './journeys.ts';
import { journeyMetric } from './metrics.ts';
import type { Naming } from './naming.ts';
import { onceHeard } from './probe-heartbeats.ts';

type AlarmsInput = {
  readonly foundation: Foundation;
  readonly config: Configuration;
  /** Whether the stage has users; without them the users' objectives have no data. */
  readonly hasUsers: boolean;
  readonly judges: readonly DeployedJudge[];
  /** ARNs that are notified when an alarm changes. */
  readonly actions: $util.Input<string>[];
};

/** Returns the ARNs of all alarms that can ring, for the dashboard. */
export function deployAlarms({
  foundation,
  config,
  hasUsers,
  judges,
  actions,
}: AlarmsInput): $util.Output<string>[] {
  const { service } = config;
  const { names, deadLetters } = foundation;
  // The metrics cover whole journeys; the report evaluates steps, vantages and time slices from the ledger.
  const slos = config.slos.filter((slo) => countsWholeJourney(slo) && (slo.role === 'judge' || hasUsers));
  const burning = slos.flatMap((slo) => deployBurnAlarms({ names, service, slo, actions }));
  const silent = judges.map((judge) => deadMansAlarm({ names, service, actions }, judge));
  return [...burning, ...silent, ...lettersAlarms(names, deadLetters, actions)];
}

type Silence = {
  readonly names: Naming;
  readonly service: string;
  readonly actions: $util.Input<string>[];
};

/** Rings when a judge has been silent for three minutes: missing data is the breach. */
function deadMansAlarm({ names, service, actions }: Silence, judge: DeployedJudge): $util.Output<string> {
  const description = `The ${judge.name} has not written a slice for three minutes: nothing is being measured`;
  const alarm = new aws.cloudwatch.MetricAlarm(
    names.logical(`${resourceOf({ ...judge, role: 'judge' })}Silent`),
    {
      name: names.resource(`${judge.name}-silent`),
      // Not before the judge was heard: otherwise a stage's first message would be a page about its own deployment.
      alarmDescription: onceHeard({ stage: names.stage, service }, judge).apply(() => description),
      ...journeyMetric({ stage: names.stage, service, journey: judge.name, metricName: 'Heartbeat' }),
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

function lettersAlarms(names: Naming, { events, experiments }: DeadLetters, actions: $util.Input<string>[]) {
  const arrived = 'arrived in the dead-letter queue within five minutes and stays there for two weeks';
  return [
    lettersAlarm(names, {
      name: 'DeadLettersArrived',
      part: 'dead-letters',
      queue: events,
      description: `An event that could not be delivered, or failed too often, ${arrived}`,
      actions,
    }),
    lettersAlarm(names, {
      name: 'ExperimentLettersArrived',
      part: 'experiment-letters',
      queue: experiments,
      description: `An experiment that could not be started, or ended in an error, ${arrived}`,
      actions,
    }),
  ];
}

type LettersAlarm = {
  readonly name: string;
  readonly part: string;
  readonly queue: sst.aws.Queue;
  readonly description: string;
  readonly actions: $util.Input<string>[];
};

/**
 * Rings for what arrives, not for what is in the queue, or it would ring only once in two weeks. Lambda, Scheduler and
 * EventBridge send their letters, so SQS counts them as sent; it does not count what it moves between queues itself.
 */
function lettersAlarm(names: Naming, { name, part, queue, description, actions }: LettersAlarm) {
  const alarm = new aws.cloudwatch.MetricAlarm(names.logical(name), {
    name: names.resource(part),
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
