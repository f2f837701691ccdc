/** Whatever fails for good must end where someone hears of it, and in no way that AWS refuses. */
import { type Captured, ofType, pick, type Stage, text } from '../harness/stage.ts';

const deliveryType = 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig';
const destination = 'destinationConfig.onFailure.destination';

function functionsOf(stage: Stage) {
  return ofType(stage, 'aws:lambda/function:Function');
}
function schedulesOf(stage: Stage) {
  return ofType(stage, 'aws:scheduler/schedule:Schedule');
}
function isDurable(lambda: Captured) {
  return pick(lambda, 'durableConfig') !== undefined;
}
function nameOf({ name }: Captured) {
  return name;
}

/** How Lambda delivers to a function, for it or for an alias of it. */
function deliveriesTo(stage: Stage, lambda: Captured): readonly Captured[] {
  return ofType(stage, deliveryType).filter((each) => text(each, 'functionName') === text(lambda, 'name'));
}

function isMinutely(schedule: Captured): boolean {
  return pick(schedule, 'scheduleExpression') === 'rate(1 minute)';
}

/** What was missed in one minute is not made up for in the next; the dead man's alarm covers these. */
function isStartedEveryMinute(stage: Stage, lambda: Captured): boolean {
  const suffix = `:function:${text(lambda, 'name')}`;
  return schedulesOf(stage).some((each) => isMinutely(each) && text(each, 'target.arn').endsWith(suffix));
}

/** Durable functions with a Lambda destination (Lambda guide, "Invoking durable Lambda functions": a queue, no destination). */
export function durableWithDestination(stage: Stage): readonly string[] {
  const hasDestination = (each: Captured) => pick(each, 'destinationConfig') !== undefined;
  return functionsOf(stage)
    .filter((lambda) => isDurable(lambda) && deliveriesTo(stage, lambda).some(hasDestination))
    .map(nameOf);
}

/** Functions whose failures would vanish, or whose retries nobody has decided. */
export function withoutDeadLetters(stage: Stage): readonly string[] {
  return functionsOf(stage)
    .filter((lambda) => {
      const deliveries = deliveriesTo(stage, lambda);
      const isDecided = deliveries.some((each) => Number.isInteger(pick(each, 'maximumRetryAttempts')));
      const queue = isDurable(lambda)
        ? pick(lambda, 'deadLetterConfig.targetArn')
        : deliveries.map((each) => pick(each, destination)).find((each) => each !== undefined);
      const isKept = typeof queue === 'string' || isStartedEveryMinute(stage, lambda);
      return !isDecided || !isKept;
    })
    .map(nameOf);
}

/** Functions that are started every minute, and their schedules, with dead letters that no one could act on. */
export function needlessDeadLetters(stage: Stage): readonly string[] {
  const schedules = schedulesOf(stage).filter(
    (each) => isMinutely(each) && pick(each, 'target.deadLetterConfig') !== undefined,
  );
  const functions = functionsOf(stage).filter(
    (lambda) =>
      isStartedEveryMinute(stage, lambda) &&
      (pick(lambda, 'deadLetterConfig') !== undefined ||
        deliveriesTo(stage, lambda).some((each) => pick(each, destination) !== undefined)),
  );
  return [...schedules, ...functions].map(nameOf);
}

/** Whatever puts its letters into the queue of an experiment and is not one. */
export function amongExperiments(stage: Stage): readonly string[] {
  const own = new Set(
    functionsOf(stage)
      .filter(isDurable)
      .map((each) => pick(each, 'deadLetterConfig.targetArn')),
  );
  const uses: readonly (readonly [string, string])[] = [
    [deliveryType, destination],
    ['aws:scheduler/schedule:Schedule', 'target.deadLetterConfig.arn'],
    ['aws:cloudwatch/eventTarget:EventTarget', 'deadLetterConfig.arn'],
  ];
  return uses.flatMap(([type, path]) =>
    ofType(stage, type)
      .filter((each) => pick(each, path) !== undefined && own.has(pick(each, path)))
      .map(nameOf),
  );
}

/** Rules whose undeliverable events would vanish. */
export function targetsWithoutDeadLetters(stage: Stage): readonly string[] {
  return ofType(stage, 'aws:cloudwatch/eventTarget:EventTarget')
    .filter((target) => typeof pick(target, 'deadLetterConfig.arn') !== 'string')
    .map(nameOf);
}

/**
 * Queues without an alarm that rings for each new letter. One on the letters that lie there
 * (`ApproximateNumberOfMessagesVisible`) stays in alarm from the first on, and does not count.
 */
export function queuesThatRingOnce(stage: Stage): readonly string[] {
  const arriving = ofType(stage, 'aws:cloudwatch/metricAlarm:MetricAlarm').filter(
    (alarm) =>
      pick(alarm, 'namespace') === 'AWS/SQS' &&
      pick(alarm, 'metricName') === 'NumberOfMessagesSent' &&
      pick(alarm, 'statistic') === 'Sum' &&
      pick(alarm, 'treatMissingData') === 'notBreaching' &&
      ['alarmActions', 'okActions'].every((actions) => [pick(alarm, actions)].flat()[0] !== undefined),
  );
  const watched = new Set(arriving.map((alarm) => pick(alarm, 'dimensions.QueueName')));
  return ofType(stage, 'aws:sqs/queue:Queue')
    .filter((queue) => !watched.has(pick(queue, 'name') ?? queue.name))
    .map(nameOf);
}
