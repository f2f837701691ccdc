/** What is remembered of messages that were posted: where they are, and what is still under way. */
import type { Clock, Outbox } from '@garbageday/core/ports.ts';
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import type { Episode } from './episode.ts';
import type { PostedAt } from './find-posted.ts';
import { isBurning, isHeard, type OutageState } from './outage.ts';

/** The last message about an episode; `at` is null where a webhook posted it. */
export type OpenEpisode = {
  readonly state: Episode['state'];
  readonly lastAtMs: number;
  readonly at: PostedAt | null;
};

/** The last message about an outage, or about the one before. */
export type ToldOutage = { readonly outage: OutageState; readonly at: PostedAt | null };

export type Receipts = {
  /** The first message of a thread; null when there is none yet. */
  readonly thread: (key: string) => Promise<PostedAt | null>;
  readonly keepThread: (key: string, at: PostedAt) => Promise<void>;
  readonly episode: (key: string) => Promise<OpenEpisode | null>;
  readonly keepEpisode: (key: string, open: OpenEpisode) => Promise<void>;
  readonly outage: (change: AlertChange) => Promise<ToldOutage | null>;
  readonly keepOutage: (change: AlertChange, told: ToldOutage) => Promise<void>;
};

export function receiptsIn(outbox: Outbox, clock: Pick<Clock, 'now'>): Receipts {
  const read = async <T>(key: string): Promise<T | null> => {
    const value = await outbox.receipt(key);
    return value === null ? null : JSON.parse(value);
  };
  const keep = (key: string, value: PostedAt | OpenEpisode | ToldOutage) =>
    outbox.putReceipt({ key, value: JSON.stringify(value), atMs: clock.now() });
  return {
    thread: (key) => read<PostedAt>(key),
    keepThread: keep,
    episode: (key) => read<OpenEpisode>(key),
    keepEpisode: keep,
    outage: async (change) => {
      const told = await read<ToldOutage>(outageKey(change));
      if (told !== null && (isBurning(told.outage.changes) || isHeard(told.outage, change))) return told;
      return adopted(change, await read<OldAlert>(alertKey(change))) ?? told;
    },
    keepOutage: (change, told) => keep(outageKey(change), told),
  };
}

function outageKey({ service }: AlertChange): string {
  return `outage/${service}`;
}

/** What the version before kept of each alert by itself. */
type OldAlert = OpenEpisode & { readonly sinceMs: number };

/** Under which it kept that. */
function alertKey({ service, slo, severity }: AlertChange): string {
  return `alert/${service}/${slo}/${severity}`;
}

/** An alert that still fires since the version before is an outage of that one alert. */
function adopted(change: AlertChange, known: OldAlert | null): ToldOutage | null {
  if (known?.state !== 'firing') return null;
  const { slo, severity } = change;
  const { sinceMs, lastAtMs: atMs, at } = known;
  const began: AlertChange = { ...change, state: 'firing', atMs };
  return { outage: { sinceMs, changes: [began], heard: [{ slo, severity, atMs }] }, at };
}
