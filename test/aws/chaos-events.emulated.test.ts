import { randomUUID } from 'node:crypto';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBridgeEvents } from '@garbageday/aws/chaos-events.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { killPattern } from '@garbageday/aws/contract/kill-pattern.ts';
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';
import { killEvent } from '../../functions/events/kill-event.ts';
import { parseEvent } from '../../functions/events/parse-event.ts';
import { killTransitions } from '../fakes/minutes.ts';
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

  it('hands kills alone to a listener for kills, and the function understands them', async () => {
    const events = new EventBridgeClient(clientSettings());
    const bus = `bus-${randomUUID()}`;
    await events.send(new CreateEventBusCommand({ Name: bus }));
    const listening = await listenTo(bus, killPattern);
    const { publish } = eventBridgeEvents({ events, bus, source: 'garbageday' });
    const life = killTransitions({ id: 'web-kill', from: 10, to: 12 });
    const armed = { ...plan(), mode: 'armed' } as const;
    for (const each of life) await publish({ kind: 'transition', plan: armed, transition: each });
    for (const each of life)
      await publish({ kind: 'transition', plan: { ...armed, mode: 'dry-run' }, transition: each });
    await publish({ kind: 'lever', position: { kind: 'released' }, atMs: 5 });
    const received = await listening.receive();
    expect(received).toHaveLength(1);
    expect(parseEvent(killEvent, 'kill', received[0]).detail).toMatchObject({
      plan: armed,
      transition: { state: { kind: 'injected', injectedAtMs: 600_000 } },
    });
  });
});
