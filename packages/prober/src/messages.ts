/** What the probe and the users processes say to whoever started them, over Node's IPC channel. */
import type { Slice } from '@garbageday/core/probe/slice.ts';

/** Sent once, first, to the child. */
export type ProberStart = {
  readonly kind: 'start';
  readonly service: string;
  readonly vantage: string;
  readonly baseUrl: string;
  readonly ratePerSecond: number;
  readonly latencyThresholdMs: number;
  readonly timeoutMs: number;
  readonly seed: string;
  readonly sliceSeconds: number;
};

/** Stop sending, finish what is in flight, say the last slices and the totals, exit 0. */
export type ProberStop = { readonly kind: 'stop' };

/** Integer counts since the start; `acknowledged`: inserts that were answered with success. */
export type ProberTotals = {
  readonly sent: number;
  readonly failed: number;
  readonly retried: number;
  readonly acknowledged: number;
  readonly longestWaitMs: number;
};

export type ProberMessage =
  | { readonly kind: 'started' }
  | { readonly kind: 'slice'; readonly slice: Slice; readonly totals: ProberTotals }
  | { readonly kind: 'stopped'; readonly totals: ProberTotals };
