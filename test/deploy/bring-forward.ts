/** A schedule whose time a test does not wait for: it starts within a minute or so, and all else is as it was. */
import { GetScheduleCommand, type SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';

export type ScheduleName = { readonly GroupName: string; readonly Name: string };

export async function bringForward(scheduler: SchedulerClient, name: ScheduleName): Promise<void> {
  const found = await scheduler.send(new GetScheduleCommand(name));
  const { ScheduleExpression = '', Target, FlexibleTimeWindow, ActionAfterCompletion, State } = found;
  await scheduler.send(
    new UpdateScheduleCommand({
      ...name,
      ...{ Target, FlexibleTimeWindow, ActionAfterCompletion, State },
      ScheduleExpressionTimezone: 'UTC',
      ScheduleExpression: soon(ScheduleExpression, new Date()),
    }),
  );
}

/** One that recurs stays one that recurs: every day, from the next minute on. */
function soon(expression: string, now: Date): string {
  if (expression.startsWith('at(')) return `at(${now.toISOString().slice(0, 19)})`;
  const next = new Date(now.getTime() + 60_000);
  return `cron(${next.getUTCMinutes()} ${next.getUTCHours()} * * ? *)`;
}
