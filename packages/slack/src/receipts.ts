/** What is remembered of messages that were posted: where they are, and which alerts are open. */
import type { Clock, Outbox } from '@garbageday/core/ports.ts';
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import type { PostedAt } from './find-posted.ts';

/** The last that was told of an alert; `at` is null where a webhook told it. */
export type OpenAlert = {
  readonly state: AlertChange['state'];
  readonly sinceMs: number;
  readonly lastAtMs: number;
  readonly at: PostedAt | null;
};

export type Receipts = {
  /** The first message of a thread; null when there is none yet. */
  readonly thread: (key: string) => Promise<PostedAt | null>;
  readonly keepThread: (key: string, at: PostedAt) => Promise<void>;
  readonly alert: (change: AlertChange) => Promise<OpenAlert | null>;
  readonly keepAlert: (change: AlertChange, open: OpenAlert) => Promise<void>;
};

export function receiptsIn(outbox: Outbox, clock: Pick<Clock, 'now'>): Receipts {
  const read = async <T>(key: string): Promise<T | null> => {
    const value = await outbox.receipt(key);
    return value === null ? null : JSON.parse(value);
  };
  const keep = (key: string, value: PostedAt | OpenAlert) =>
    outbox.putReceipt({ key, value: JSON.stringify(value), atMs: clock.now() });
  return {
    thread: (key) => read<PostedAt>(key),
    keepThread: keep,
    alert: (change) => read<OpenAlert>(alertKey(change)),
    keepAlert: (change, open) => keep(alertKey(change), open),
  };
}

/** One conversation per objective and severity. */
export function alertKey({ service, slo, severity }: AlertChange): string {
  return `alert/${service}/${slo}/${severity}`;
}
