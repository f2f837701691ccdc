/** Publishes what happens to experiments and the lever on the event bus. */
import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsCommandOutput,
} from '@aws-sdk/client-eventbridge';
import type { ChaosEvent, Events } from '@garbageday/core/ports.ts';
import { AwsError, calling } from './aws-error.ts';

export type EventsOptions = {
  readonly events: EventBridgeClient;
  readonly bus: string;
  /** The source that the bus's rules match: `garbageday`. */
  readonly source: string;
};

/**
 * Detail type is the event's kind, detail the event. PutEvents answers 200 even when it dropped the entry: that throws
 * too, so that the event is published again with the next one. Delivery is at least once, or not at all.
 */
export function eventBridgeEvents({ events, bus, source }: EventsOptions): Events {
  return {
    publish: (event) =>
      calling(`publishing to the event bus ${bus}`, async () => {
        const entry = {
          EventBusName: bus,
          Source: source,
          DetailType: event.kind,
          Detail: JSON.stringify(event),
        };
        const answer = await events.send(new PutEventsCommand({ Entries: [{ ...entry, ...timeOf(event) }] }));
        assertAccepted(bus, answer);
      }),
  };
}

function timeOf(event: ChaosEvent): { Time?: Date } {
  return event.kind === 'transition' ? { Time: new Date(event.transition.atMs) } : {};
}

function assertAccepted(bus: string, { FailedEntryCount = 0, Entries = [] }: PutEventsCommandOutput): void {
  if (FailedEntryCount === 0) return;
  const [{ ErrorCode, ErrorMessage } = {}] = Entries;
  throw new AwsError(
    'partial-failure',
    `publishing to the event bus ${bus}: the event was not accepted (${ErrorCode ?? 'unknown'}: ` +
      `${ErrorMessage ?? 'no reason given'}); it may be published again`,
  );
}
