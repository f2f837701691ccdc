/** What the processes of journeys say to the process that started them, over Node's IPC channel. */
import type { Journey } from '@garbageday/core/probe/journey.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';

/** What a load needs to know. */
export type ProberOptions = {
  readonly service: string;
  readonly journey: Journey;
  readonly vantage: string;
  readonly baseUrl: string;
  readonly ratePerSecond: number;
  readonly latencyThresholdMs: number;
  /** From sending a request to giving it up. */
  readonly timeoutMs: number;
  /** Values of the journey's secrets, by name; none when left out. Nothing says them but the requests. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly seed: string;
  readonly sliceSeconds: number;
  /** Tells slices of one interval apart when it was measured by two runs; 0 when left out. */
  readonly seq?: number;
  /** What the time is: the epoch milliseconds at which this machine's monotonic clock stood at 0; the wall clock's when left out. */
  readonly anchorMs?: number;
};

/** Sent once, first, to the child. */
export type ProberStart = ProberOptions & { readonly kind: 'start' };

/** Stop sending, finish what is in flight, say the last slices and the totals, exit 0. */
export type ProberStop = { readonly kind: 'stop' };

/** Integer counts since the start; `acknowledged`: steps whose increase was acknowledged (`increases`). */
export type ProberTotals = {
  readonly sent: number;
  readonly failed: number;
  readonly retried: number;
  readonly acknowledged: number;
  readonly longestWaitMs: number;
};

export type ProberMessage =
  | { readonly kind: 'started' }
  /** Said twice a second: how long the oldest unanswered journey has waited by now. */
  | { readonly kind: 'waiting'; readonly oldestMs: number }
  | { readonly kind: 'slice'; readonly slice: Slice; readonly totals: ProberTotals }
  | { readonly kind: 'stopped'; readonly totals: ProberTotals };
