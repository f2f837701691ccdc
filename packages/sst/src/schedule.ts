/** A recurring schedule in EventBridge Scheduler: zone, retries and dead letters are never left to a default. */
import type { Cron } from './cron.ts';
import type { Foundation } from './foundation.ts';
import { trustOfForThisAccount } from './policy.ts';

type ScheduleSpec = {
  readonly schedule: Cron | `rate(${string})`;
  readonly timeZone: string;
  readonly function: sst.aws.Function;
  readonly event: Readonly<Record<string, unknown>>;
  /** Retries of the delivery to Lambda, not of the function. */
  readonly retries: number;
  /** A delivery that is later than this is dropped. */
  readonly maxEventAgeSeconds: number;
  /** `null`: a dropped delivery is not worth keeping. */
  readonly deadLetters: sst.aws.Queue | null;
  /** Created after these exist, and removed before them. */
  readonly after: readonly $util.Resource[];
};

export function createSchedule(
  { names, permissionsBoundary }: Foundation,
  name: string,
  spec: ScheduleSpec,
): sst.aws.CronV2 {
  return new sst.aws.CronV2(names.logical(name), {
    schedule: spec.schedule,
    timezone: spec.timeZone,
    function: spec.function,
    event: spec.event,
    retries: spec.retries,
    ...(spec.deadLetters === null ? {} : { dlq: spec.deadLetters.arn }),
    transform: {
      role: {
        assumeRolePolicy: trustOfForThisAccount('scheduler.amazonaws.com'),
        ...(permissionsBoundary === null ? {} : { permissionsBoundary }),
      },
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
