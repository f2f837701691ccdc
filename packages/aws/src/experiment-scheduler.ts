/** One-shot schedules: the draw schedules the start of each experiment of the day. */
import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  type SchedulerClient,
} from '@aws-sdk/client-scheduler';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { calling } from './aws-error.ts';
import { awsName } from './aws-name.ts';
import type { ExperimentSchedules } from './contract/experiment-schedules.ts';
import { experimentEvent } from './experiment-event.ts';

export type ExperimentSchedulerOptions = {
  readonly scheduler: SchedulerClient;
  readonly settings: ExperimentSchedules;
};

export type Scheduled = { readonly kind: 'scheduled' } | { readonly kind: 'already-scheduled' };

export type ExperimentScheduler = { readonly schedule: (plan: ExperimentPlan) => Promise<Scheduled> };

/** The schedule is named by the plan's id, so a repeat changes nothing. It deletes itself after running. */
export function experimentScheduler({
  scheduler,
  settings,
}: ExperimentSchedulerOptions): ExperimentScheduler {
  return {
    schedule: (plan) =>
      calling(`scheduling the experiment ${plan.id}`, async () => {
        try {
          await scheduler.send(new CreateScheduleCommand(scheduleOf(plan, settings)));
          return { kind: 'scheduled' };
        } catch (error) {
          if (error instanceof ConflictException) return { kind: 'already-scheduled' };
          throw error;
        }
      }),
  };
}

function scheduleOf(plan: ExperimentPlan, settings: ExperimentSchedules): CreateScheduleCommandInput {
  return {
    Name: awsName(plan.id),
    GroupName: settings.group,
    Description: `${plan.mode} ${plan.fault} of ${plan.group}, ${localTime(plan.plannedAtMs, settings.timeZone)}`,
    // In UTC, because one hour of each autumn happens twice in local time.
    ScheduleExpression: `at(${new Date(plan.plannedAtMs).toISOString().slice(0, 19)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    State: 'ENABLED',
    Target: {
      Arn: settings.targetArn,
      RoleArn: settings.roleArn,
      Input: JSON.stringify(experimentEvent(plan)),
      DeadLetterConfig: { Arn: settings.deadLetterArn },
      RetryPolicy: {
        MaximumEventAgeInSeconds: settings.maximumEventAgeInSeconds,
        MaximumRetryAttempts: settings.maximumRetryAttempts,
      },
    },
  };
}

function localTime(atMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return `${format.format(atMs)} ${timeZone}`;
}
