import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBridgeEvents } from '@garbageday/aws/chaos-events.ts';
import { expect, it } from 'vitest';
import { awsAnswers, json, jsonError } from './fixtures/aws-answers.ts';

const event = { kind: 'lever', position: { kind: 'released' }, atMs: 5 } as const;

it('an event that EventBridge answered 200 to, and dropped, was not published', async () => {
  const dropped = {
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'Try again' }],
  };
  const { settings, asked } = await awsAnswers(json(200, dropped));
  const events = eventBridgeEvents({
    events: new EventBridgeClient(settings),
    bus: 'bus',
    source: 'garbageday',
  });
  await expect(events.publish(event)).rejects.toMatchObject({
    code: 'partial-failure',
    message:
      'publishing to the event bus bus: the event was not accepted (InternalFailure: Try again); it may be published again',
  });
  expect(JSON.parse(asked[0]?.body ?? '').Entries).toMatchObject([
    { EventBusName: 'bus', Source: 'garbageday', DetailType: 'lever', Detail: JSON.stringify(event) },
  ]);
});

it('an event was not published when the failed entry gives no reason', async () => {
  const { settings } = await awsAnswers(json(200, { FailedEntryCount: 1, Entries: [{}] }));
  const events = eventBridgeEvents({
    events: new EventBridgeClient(settings),
    bus: 'bus',
    source: 'garbageday',
  });
  await expect(events.publish(event)).rejects.toMatchObject({ code: 'partial-failure' });
});

it('an event bus that refuses says so', async () => {
  const { settings } = await awsAnswers(jsonError(400, 'AccessDeniedException', 'no events:PutEvents'));
  const events = eventBridgeEvents({
    events: new EventBridgeClient(settings),
    bus: 'bus',
    source: 'garbageday',
  });
  await expect(events.publish(event)).rejects.toMatchObject({ code: 'access-denied' });
});
