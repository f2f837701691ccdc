/** Where one-shot schedules are created: the content of the environment variable `EXPERIMENT_SCHEDULES`. */
import * as z from 'zod/mini';

/** Everything that `CreateSchedule` needs besides the time. */
export type ExperimentSchedules = {
  readonly group: string;
  readonly targetArn: string;
  readonly roleArn: string;
  readonly deadLetterArn: string;
  /** IANA; for people to read, because the time itself is written in UTC. */
  readonly timeZone: string;
  readonly maximumEventAgeInSeconds: number;
  readonly maximumRetryAttempts: number;
};

const name = z.string().check(z.minLength(1));

/** For the environment variable. */
export const experimentSchedulesSchema = z.strictObject({
  group: name,
  targetArn: name,
  roleArn: name,
  deadLetterArn: name,
  timeZone: name,
  maximumEventAgeInSeconds: z.int().check(z.minimum(60), z.maximum(86_400)),
  maximumRetryAttempts: z.int().check(z.minimum(0), z.maximum(185)),
}) satisfies z.ZodMiniType<ExperimentSchedules>;
