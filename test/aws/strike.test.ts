/** Every way in which EC2 may answer, or not, to the call that ends a server. */
import { EC2Client } from '@aws-sdk/client-ec2';
import { strike } from '@garbageday/aws/strike.ts';
import type { Permission } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';
import { granted } from '../fakes/inject.ts';
import { type Answer, awsAnswers, ec2Error } from './fixtures/aws-answers.ts';

function endedFrom(state: string): Answer {
  return {
    status: 200,
    type: 'xml',
    body:
      '<TerminateInstancesResponse><instancesSet><item><instanceId>i-1</instanceId>' +
      `<previousState><name>${state}</name></previousState></item></instancesSet></TerminateInstancesResponse>`,
  };
}
const throttled = ec2Error(503, 'RequestLimitExceeded', 'Request limit exceeded.');
const broken = ec2Error(500, 'InternalError', 'An internal error has occurred');
const denied = ec2Error(403, 'UnauthorizedOperation', 'You are not authorized');
const forgotten = ec2Error(400, 'InvalidInstanceID.NotFound', "The instance ID 'i-1' does not exist");
const silent: Answer = { ...broken, isSilent: true };

/** Strikes with a client that would try again five times by itself. */
async function play(answers: readonly Answer[], later: Permission = granted, first = granted) {
  if (first.kind === 'withheld') throw new Error(first.reason.text);
  const { settings, asked } = await awsAnswers(...answers);
  const ec2 = new EC2Client({ ...settings, maxAttempts: 5, requestHandler: { socketTimeout: 200 } });
  const events: string[] = [];
  const askedBefore = () => asked.length;
  const result = await strike(
    { ec2, clock: { now: () => 0, sleep: async (ms) => void events.push(`pause ${ms}`) } },
    {
      ...{ instanceId: 'i-1', fault: 'terminate', permission: first },
      lastLook: async (instanceId) => {
        events.push(`look at ${instanceId} after ${askedBefore()}`);
        return later;
      },
    },
  ).catch((error: Error) => ({ kind: 'threw', name: error.name }));
  return { result, events, calls: asked.length };
}

const withheld: Permission = {
  kind: 'withheld',
  reason: { kind: 'lever', text: 'the safety lever was pulled' },
};
const stale: Permission = { kind: 'granted', isFresh: () => false };
const struck = { kind: 'struck' };

describe('the call that ends a server', () => {
  it.each([
    { what: 'it is ended', answers: [endedFrom('running')], result: struck, calls: 1 },
    {
      what: 'it was ending already',
      answers: [endedFrom('shutting-down')],
      result: { kind: 'already-ending', state: 'shutting-down' },
      calls: 1,
    },
    {
      what: 'EC2 has forgotten it',
      answers: [forgotten],
      result: { kind: 'already-ending', state: 'not there' },
      calls: 1,
    },
    {
      what: 'EC2 refuses',
      answers: [denied],
      result: { kind: 'threw', name: 'UnauthorizedOperation' },
      calls: 1,
    },
    {
      what: 'the answer was lost, and it ends from the first attempt',
      answers: [broken, endedFrom('shutting-down')],
      result: struck,
      calls: 2,
    },
    {
      what: 'no answer came, and it ends from the first attempt',
      answers: [silent, endedFrom('shutting-down')],
      result: struck,
      calls: 2,
    },
    {
      what: 'EC2 throttled the first attempt, so that something else is ending it',
      answers: [throttled, endedFrom('shutting-down')],
      result: { kind: 'already-ending', state: 'shutting-down' },
      calls: 2,
    },
    {
      what: 'EC2 throttles for ever',
      answers: [throttled],
      result: { kind: 'threw', name: 'RequestLimitExceeded' },
      calls: 4,
    },
  ])('$what', async ({ answers, result, calls }) => {
    expect(await play(answers)).toMatchObject({ result, calls });
  });

  it('is not repeated by the SDK: each attempt is looked at, after a longer pause', async () => {
    expect((await play([broken])).events).toEqual([
      'pause 250',
      'look at i-1 after 1',
      'pause 500',
      'look at i-1 after 2',
      'pause 1000',
      'look at i-1 after 3',
    ]);
  });

  it('is not repeated when the look says no', async () => {
    expect(await play([broken], withheld)).toMatchObject({ result: withheld, calls: 1 });
  });

  it('is not made when the first look has grown old and the next says no', async () => {
    const { result, calls, events } = await play([endedFrom('running')], withheld, stale);
    expect([result, calls, events]).toEqual([withheld, 0, ['look at i-1 after 0']]);
  });

  it('is made with the next look when the first has grown old', async () => {
    expect(await play([endedFrom('running')], granted, stale)).toMatchObject({ result: struck, calls: 1 });
  });
});
