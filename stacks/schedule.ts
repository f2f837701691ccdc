/** A recurring schedule in EventBridge Scheduler: zone, retries and dead letters are never left to a default. */
import type { Cron } from './cron.ts';
import { trustOfForThisAccount } from './policy.ts';

type ScheduleSpec = {
  readonly schedule: Cron | `rate(${string})`;
  readonly timeZone: string;
  readonly function: sst.aws.Function;
  readonly event: Readonly<Record<string, unknown>>;
  /** Of the delivery to Lambda, not of the function. */
  readonly retries: number;
  /** A delivery that is later than this is given up. */
  readonly maxEventAgeSeconds: number;
  /** `null`: a delivery that was given up is not worth keeping. */
  readonly deadLetters: sst.aws.Queue | null;
  /** Does not begin before these are there, and ends before they go. */
  readonly after: readonly $util.Resource[];
};

export function createSchedule(name: string, spec: ScheduleSpec): sst.aws.CronV2 {
  return new sst.aws.CronV2(name, {
    schedule: spec.schedule,
    timezone: spec.timeZone,
    function: spec.function,
    event: spec.event,
    retries: spec.retries,
    ...(spec.deadLetters === null ? {} : { dlq: spec.deadLetters.arn }),
    transform: {
      role: { assumeRolePolicy: trustOfForThisAccount('scheduler.amazonaws.com') },
      schedule: (args, options) => {
        options.dependsOn = [...spec.after];
        args.target = $output(args.target).apply((target) => ({
          ...target,
          retryPolicy: {
            maximumRetryAttempts: spec.retries,
            maximumEventAgeInSeconds: spec.maxEventAgeSeconds,
          },
        }));
        return undefined;
      },
    },
  });
}
