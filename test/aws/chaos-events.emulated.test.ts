import { randomUUID } from 'node:crypto';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { eventBridgeEvents } from '@garbageday/aws/chaos-events.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';
import { plan } from './fixtures/plan.ts';
import { queue } from './fixtures/queue.ts';

const transition = {
  experimentId: 'e',
  seq: 0,
  atMs: Date.UTC(2026, 10, 24, 10),
  state: { kind: 'drawn', plan: plan() },
} as const;

const event: ChaosEvent = { kind: 'transition', plan: plan(), transition };

describe('the event bus', () => {
  it.each([
    ['a transition', event],
    ['the lever', { kind: 'lever', position: { kind: 'halted', reason: 'fire', sinceMs: 5 } } as const],
  ])('hands %s to whoever listens', async (_, published) => {
    const events = new EventBridgeClient(clientSettings());
    const bus = `bus-${randomUUID()}`;
    await events.send(new CreateEventBusCommand({ Name: bus }));
    const listening = await queue();
    const rule = { Name: 'all', EventBusName: bus };
    await events.send(
      new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: ['garbageday'] }) }),
    );
    await events.send(
      new PutTargetsCommand({ Rule: 'all', EventBusName: bus, Targets: [{ Id: '1', Arn: listening.arn }] }),
    );
    await eventBridgeEvents({ events, bus, source: 'garbageday' }).publish(published);
    const [received] = await listening.receive();
    expect(received).toMatchObject({
      source: 'garbageday',
      'detail-type': published.kind,
      detail: published,
    });
  });
});
