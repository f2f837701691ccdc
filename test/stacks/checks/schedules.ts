/** Schedules: SST and Pulumi pass any text on, and AWS says no only at the deployment. */
import { ofType, pick, type Stage, text } from '../harness/stage.ts';
import { whyInvalid } from './why-invalid.ts';

const scheduleType = 'aws:scheduler/schedule:Schedule';

/** A sentence per schedule that AWS would reject, or would never run. */
export function invalidSchedules(stage: Stage): readonly string[] {
  return ofType(stage, scheduleType).flatMap((schedule) => {
    const expression = text(schedule, 'scheduleExpression');
    const why = whyInvalid(expression);
    return why === null ? [] : [`${schedule.name}: ${expression} ${why}`];
  });
}

/** Names of schedules without a zone, a fixed window, set retries, an age limit, or dead letters. */
export function carelessSchedules(stage: Stage): readonly string[] {
  const required: readonly (readonly [string, (value: unknown) => boolean])[] = [
    ['scheduleExpressionTimezone', isZone],
    ['flexibleTimeWindow.mode', (value) => value === 'OFF'],
    ['target.retryPolicy.maximumRetryAttempts', Number.isInteger],
    [
      'target.retryPolicy.maximumEventAgeInSeconds',
      (value) => Number(value) >= 60 && Number(value) <= 86_400,
    ],
  ];
  // What is started every minute keeps no letters: see `needlessDeadLetters`.
  const keeping: typeof required = [['target.deadLetterConfig.arn', (value) => typeof value === 'string']];
  return ofType(stage, scheduleType).flatMap((schedule) =>
    [...required, ...(pick(schedule, 'scheduleExpression') === 'rate(1 minute)' ? [] : keeping)]
      .filter(([path, isGood]) => !isGood(pick(schedule, path)))
      .map(([path]) => `${schedule.name}: ${path}`),
  );
}

function isZone(value: unknown): boolean {
  return typeof value === 'string' && [...Intl.supportedValuesOf('timeZone'), 'UTC'].includes(value);
}
