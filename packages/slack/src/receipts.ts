/** What is remembered of messages that were posted: where they are, and which episodes are open. */
import type { Clock, Outbox } from '@garbageday/core/ports.ts';
import type { Episode } from './episode.ts';
import type { PostedAt } from './find-posted.ts';

/** The last that was told of an episode; `at` is null where a webhook told it. */
export type OpenEpisode = {
  readonly state: Episode['state'];
  readonly sinceMs: number;
  readonly lastAtMs: number;
  readonly at: PostedAt | null;
};

export type Receipts = {
  /** The first message of a thread; null when there is none yet. */
  readonly thread: (key: string) => Promise<PostedAt | null>;
  readonly keepThread: (key: string, at: PostedAt) => Promise<void>;
  readonly episode: (key: string) => Promise<OpenEpisode | null>;
  readonly keepEpisode: (key: string, open: OpenEpisode) => Promise<void>;
};

export function receiptsIn(outbox: Outbox, clock: Pick<Clock, 'now'>): Receipts {
  const read = async <T>(key: string): Promise<T | null> => {
    const value = await outbox.receipt(key);
    return value === null ? null : JSON.parse(value);
  };
  const keep = (key: string, value: PostedAt | OpenEpisode) =>
    outbox.putReceipt({ key, value: JSON.stringify(value), atMs: clock.now() });
  return {
    thread: (key) => read<PostedAt>(key),
    keepThread: keep,
    episode: (key) => read<OpenEpisode>(key),
    keepEpisode: keep,
  };
}
