import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { awsName } from '@garbageday/aws/aws-name.ts';
import { experimentSchedulesSchema } from '@garbageday/aws/contract/experiment-schedules.ts';
import { experimentScheduler } from '@garbageday/aws/experiment-scheduler.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsAnswers, json } from './fixtures/aws-answers.ts';
import { plan } from './fixtures/plan.ts';

const settings = {
  group: 'experiments',
  targetArn: 'arn:target',
  roleArn: 'arn:role',
  deadLetterArn: 'arn:queue',
  timeZone: 'UTC',
  maximumEventAgeInSeconds: 900,
  maximumRetryAttempts: 3,
};

describe('a name for AWS', () => {
  it('is legal, keeps what is legal already, and differs where texts differ', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(awsName(a)).toMatch(/^[0-9A-Za-z_-]{1,64}$/);
        if (/^[0-9A-Za-z_-]{1,64}$/.test(a)) expect(awsName(a)).toBe(a);
        if (a !== b) expect(awsName(a)).not.toBe(awsName(b));
      }),
    );
  });
});

describe('the scheduler', () => {
  it('says that its group is not there', async () => {
    const said = { Message: 'Schedule group experiments does not exist.' };
    const missing = { ...json(404, said), error: 'ResourceNotFoundException' };
    const { settings: at } = await awsAnswers(missing);
    const schedules = experimentScheduler({ scheduler: new SchedulerClient(at), settings });
    await expect(schedules.schedule(plan())).rejects.toMatchObject({
      code: 'not-deployed',
      message: expect.stringMatching(/^scheduling the experiment web-2026-11-24: it does not exist here/),
    });
  });

  it.each([
    ['no group', { ...settings, group: '' }],
    ['a key that nobody knows', { ...settings, extra: 1 }],
    ['retries that AWS does not take', { ...settings, maximumRetryAttempts: 200 }],
  ])('is not set up with %s', (_, given) => {
    expect(experimentSchedulesSchema.safeParse(given).success).toBe(false);
  });
});
