/** Where one-shot schedules are put: what the environment variable `EXPERIMENT_SCHEDULES` holds. */
import { z } from 'zod';

/** As stacks/experiment-schedules.ts writes it: everything `CreateSchedule` needs besides the time. */
export type ExperimentSchedules = {
  readonly group: string;
  readonly targetArn: string;
  readonly roleArn: string;
  readonly deadLetterArn: string;
  /** IANA; for people to read, as the time itself is written in UTC. */
  readonly timeZone: string;
  readonly maximumEventAgeInSeconds: number;
  readonly maximumRetryAttempts: number;
};

/** For the environment variable. */
export const experimentSchedulesSchema = z.strictObject({
  group: z.string().min(1),
  targetArn: z.string().min(1),
  roleArn: z.string().min(1),
  deadLetterArn: z.string().min(1),
  timeZone: z.string().min(1),
  maximumEventAgeInSeconds: z.int().min(60).max(86_400),
  maximumRetryAttempts: z.int().min(0).max(185),
}) satisfies z.ZodType<ExperimentSchedules>;
