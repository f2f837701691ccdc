import { randomUUID } from 'node:crypto';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBridgeEvents } from '@garbageday/aws/chaos-events.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';
import { listenTo } from './fixtures/listen.ts';
import { plan } from './fixtures/plan.ts';

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
    [
      'the lever',
      { kind: 'lever', position: { kind: 'halted', reason: 'fire', sinceMs: 5 }, atMs: 5 } as const,
    ],
  ])('hands %s to whoever listens', async (_, published) => {
    const events = new EventBridgeClient(clientSettings());
    const bus = `bus-${randomUUID()}`;
    await events.send(new CreateEventBusCommand({ Name: bus }));
    const listening = await listenTo(bus);
    await eventBridgeEvents({ events, bus, source: 'garbageday' }).publish(published);
    const [received] = await listening.receive();
    expect(received).toMatchObject({
      source: 'garbageday',
      'detail-type': published.kind,
      detail: published,
    });
  });
});
