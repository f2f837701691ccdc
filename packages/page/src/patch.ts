/** What the server sends to a tab: what has changed since the tab last heard, as plain data. Times are epoch milliseconds. */
import type { Instance } from '@garbageday/core/chaos/fleet.ts';
import type {
  LiveEvent,
  LiveExperiment,
  LiveJourney,
  LiveState,
} from '@garbageday/render/live/live-state.ts';

export type PageInstance = Pick<
  Instance,
  'id' | 'zone' | 'slot' | 'state' | 'isHealthy' | 'isInService' | 'role' | 'launchedAtMs'
>;

export type PageGroup = Pick<
  LiveState['groups'][number],
  'name' | 'kind' | 'desiredSize' | 'requiredHealthy'
> & {
  readonly instances: readonly PageInstance[];
};

export type PageKill = Pick<LiveState['kills'][number], 'label' | 'verdict'> & LiveExperiment;

/** One second of one journey. */
export type PageSecond = {
  readonly startMs: number;
  readonly total: number;
  readonly bad: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
};

/** Sent whole whenever anything in them has changed. */
export type PageParts = {
  readonly run: Pick<LiveState, 'service' | 'command' | 'phase' | 'durationMs' | 'url' | 'platform' | 'seed'>;
  readonly lever: LiveState['lever'];
  readonly groups: readonly PageGroup[];
  readonly journeys: readonly Pick<LiveJourney, 'name' | 'role' | 'sent' | 'failed' | 'retried'>[];
  readonly budgets: LiveState['budgets'];
  /** Oldest first. */
  readonly kills: readonly PageKill[];
  readonly next: { readonly atMs: number; readonly label: string } | null;
};

export type Patch = {
  /** The tab forgets what it has: this is everything. */
  readonly isWhole: boolean;
  readonly nowMs: number;
  readonly elapsedMs: number;
  readonly parts: Partial<PageParts>;
  /** New ones by journey, oldest first. */
  readonly seconds: Readonly<Record<string, readonly PageSecond[]>>;
  /** New ones, oldest first. */
  readonly events: readonly LiveEvent[];
};

/** As many as a tab keeps, so that one that is open for a day does not grow. */
export const kept = { seconds: 240, events: 200, kills: 50 } as const;
