import { randomUUID } from 'node:crypto';
import { CreateScheduleGroupCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { awsName } from '@garbageday/aws/aws-name.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { experimentScheduler } from '@garbageday/aws/experiment-scheduler.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { plan } from './fixtures/plan.ts';

let scheduler: SchedulerClient;

beforeAll(() => {
  scheduler = new SchedulerClient(clientSettings());
});

async function subject() {
  const group = `experiments-${randomUUID()}`;
  await scheduler.send(new CreateScheduleGroupCommand({ Name: group }));
  const settings = {
    group,
    targetArn: 'arn:aws:lambda:eu-central-1:123456789012:function:chaos:live',
    roleArn: 'arn:aws:iam::123456789012:role/experiments',
    deadLetterArn: 'arn:aws:sqs:eu-central-1:123456789012:dead',
    timeZone: 'Europe/Berlin',
    maximumEventAgeInSeconds: 900,
    maximumRetryAttempts: 3,
  };
  const get = (Name: string) => scheduler.send(new GetScheduleCommand({ GroupName: group, Name }));
  return { settings, get, schedules: experimentScheduler({ scheduler, settings }) };
}

describe('the schedule of an experiment', () => {
  it('fires once, at its second, starts the experiment, and deletes itself', async () => {
    const { settings, get, schedules } = await subject();
    // 02:30 happens twice in Berlin on this day.
    const own = plan({ id: 'web-2026-10-25', plannedAtMs: Date.UTC(2026, 9, 25, 1, 30, 7, 500) });
    expect(await schedules.schedule(own)).toEqual({ kind: 'scheduled' });
    const stored = await get(own.id);
    expect(stored).toMatchObject({
      ScheduleExpression: 'at(2026-10-25T01:30:07)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      State: 'ENABLED',
      Description: 'armed terminate of web, 2026-10-25 02:30 Europe/Berlin',
      Target: {
        Arn: settings.targetArn,
        RoleArn: settings.roleArn,
        DeadLetterConfig: { Arn: settings.deadLetterArn },
        RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 3 },
      },
    });
    expect(JSON.parse(stored.Target?.Input ?? '')).toEqual({ kind: 'experiment', plan: own });
  });

  it('is not changed by a repeat', async () => {
    const { get, schedules } = await subject();
    const own = plan({ plannedAtMs: Date.UTC(2026, 10, 24, 10) });
    await schedules.schedule(own);
    const repeat = await schedules.schedule({ ...own, plannedAtMs: own.plannedAtMs + 60_000 });
    expect(repeat).toEqual({ kind: 'already-scheduled' });
    expect((await get(own.id)).ScheduleExpression).toBe('at(2026-11-24T10:00:00)');
  });

  it('has a name whatever the id of its experiment', async () => {
    const { get, schedules } = await subject();
    const own = plan({
      id: 'web/2026-11-24 – the ünusual one, and a rather long one at that, all things considered',
    });
    await schedules.schedule(own);
    const stored = await get(awsName(own.id));
    expect(stored.Name).toMatch(/^[0-9A-Za-z_-]{1,64}$/);
    expect(JSON.parse(stored.Target?.Input ?? '').plan.id).toBe(own.id);
  });
});
