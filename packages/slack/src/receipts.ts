/** What is remembered about posted messages: where they are, and what is still going on. */

import { UsageError } from '@garbageday/core/errors.ts';
import type { Clock, Outbox } from '@garbageday/core/ports.ts';
import { type RecordCodec, recordCodec } from '@garbageday/core/record-codec.ts';
import { amount, type Fields, fieldsOf, listOf, orNull, type Shape, text } from '@garbageday/core/shape.ts';
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import type { Episode } from './episode.ts';
import type { PostedAt } from './find-posted.ts';
import { alertChange, alertState, severity } from './kept-shapes.ts';
import { isBurning, isHeard, type OutageState } from './outage.ts';

/** The last message about an episode; `at` is null where a webhook posted it. */
export type OpenEpisode = {
  readonly state: Episode['state'];
  readonly lastAtMs: number;
  readonly at: PostedAt | null;
};

/** The last message about the current outage, or about the previous one. */
export type ToldOutage = { readonly outage: OutageState; readonly at: PostedAt | null };

export type Receipts = {
  /** The first message of a thread; null if there is none yet. */
  readonly thread: (key: string) => Promise<PostedAt | null>;
  readonly keepThread: (key: string, at: PostedAt) => Promise<void>;
  readonly episode: (key: string) => Promise<OpenEpisode | null>;
  readonly keepEpisode: (key: string, open: OpenEpisode) => Promise<void>;
  readonly outage: (change: AlertChange) => Promise<ToldOutage | null>;
  readonly keepOutage: (change: AlertChange, told: ToldOutage) => Promise<void>;
};

export function receiptsIn(outbox: Outbox, clock: Pick<Clock, 'now'>): Receipts {
  const read = async <T>(codec: RecordCodec<T>, key: string): Promise<T | null> => {
    const value = await outbox.receipt(key);
    return value === null ? null : readable(codec, value);
  };
  const keep =
    <T>(codec: RecordCodec<T>) =>
    (key: string, value: T) =>
      outbox.putReceipt({ key, value: codec.encode(value), atMs: clock.now() });
  const keepOutage = keep(outageCodec);
  return {
    thread: (key) => read(threadCodec, key),
    keepThread: keep(threadCodec),
    episode: (key) => read(episodeCodec, key),
    keepEpisode: keep(episodeCodec),
    outage: async (change) => {
      const told = await read(outageCodec, outageKey(change));
      if (told !== null && (isBurning(told.outage.changes) || isHeard(told.outage, change))) return told;
      return adopted(change, await read(oldAlertCodec, alertKey(change))) ?? told;
    },
    keepOutage: (change, told) => keepOutage(outageKey(change), told),
  };
}

/** Null for a receipt of a newer version: a second message or a separate thread is better than silence. */
function readable<T>(codec: RecordCodec<T>, value: string): T | null {
  try {
    return codec.decode(value);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

const postedAt: Shape<PostedAt> = fieldsOf({ channel: text, ts: text });

const openEpisode: Fields<OpenEpisode> = { state: alertState, lastAtMs: amount, at: orNull(postedAt) };

const outageState: Shape<OutageState> = fieldsOf({
  sinceMs: amount,
  changes: listOf(alertChange),
  heard: listOf(fieldsOf({ slo: text, severity, atMs: amount })),
});

const what = 'what is remembered of a message';

const threadCodec = recordCodec({ what, shape: postedAt });
const episodeCodec = recordCodec({ what, shape: fieldsOf(openEpisode) });
const outageCodec = recordCodec<ToldOutage>({
  what,
  shape: fieldsOf({ outage: outageState, at: orNull(postedAt) }),
});

function outageKey({ service }: AlertChange): string {
  return `outage/${service}`;
}

/** What the previous version kept for each single alert. */
type OldAlert = OpenEpisode & { readonly sinceMs: number };

const oldAlertCodec = recordCodec<OldAlert>({ what, shape: fieldsOf({ ...openEpisode, sinceMs: amount }) });

/** The key that the previous version used. */
function alertKey({ service, slo, severity }: AlertChange): string {
  return `alert/${service}/${slo}/${severity}`;
}

/** An alert that has been firing since the previous version is an outage of that one alert. */
function adopted(change: AlertChange, known: OldAlert | null): ToldOutage | null {
  if (known?.state !== 'firing') return null;
  const { slo, severity } = change;
  const { sinceMs, lastAtMs: atMs, at } = known;
  const began: AlertChange = { ...change, state: 'firing', atMs };
  return { outage: { sinceMs, changes: [began], heard: [{ slo, severity, atMs }] }, at };
}
