/** Messages between a journey's process and the process that started it, over Node's IPC channel. */

import type { Histogram } from '@garbageday/core/probe/histogram.ts';
import type { Journey } from '@garbageday/core/probe/journey.ts';
import type { PhaseTallies } from '@garbageday/core/probe/phase-tally.ts';
import type { ErrorCounts, Slice } from '@garbageday/core/probe/slice.ts';
import type { Transport } from './http/transport.ts';

/** What a load needs to know. */
export type ProberOptions = {
  readonly service: string;
  readonly journey: Journey;
  readonly vantage: string;
  readonly baseUrl: string;
  readonly ratePerSecond: number;
  readonly latencyThresholdMs: number;
  /** From sending a request to giving up on it. */
  readonly timeoutMs: number;
  /** Values of the journey's secrets, by name; none by default. They appear only in requests. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly seed: string;
  readonly sliceSeconds: number;
  /** Distinguishes slices of an interval that two runs measured; 0 by default. */
  readonly seq?: number;
  /** The epoch milliseconds at which this machine's monotonic clock was 0; taken from the wall clock by default. */
  readonly anchorMs?: number;
  /** How the server is reached; `plainTransport` by default. */
  readonly transport?: Transport;
  /**
   * Set if the run is being watched: it then starts at once instead of at the next full second, and sends a pulse this
   * often.
   */
  readonly pulseMs?: number;
  /** The most journeys in flight; depends on the role by default. */
  readonly maxInFlight?: number;
};

/** Journeys that ended since the last pulse, and where the time of their requests went. */
export type Pulse = {
  readonly ended: number;
  readonly failed: number;
  readonly errors: ErrorCounts;
  readonly latency: Histogram;
  readonly phases: PhaseTallies;
};

/** Sent once, first, to the child. */
export type ProberStart = ProberOptions & { readonly kind: 'start' };

/** Stop sending, finish what is in flight, send the last slices and the totals, exit 0. */
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
  /** Sent twice a second: how long the oldest unanswered journey has been waiting. */
  | { readonly kind: 'waiting'; readonly oldestMs: number }
  | { readonly kind: 'slice'; readonly slice: Slice; readonly totals: ProberTotals }
  | { readonly kind: 'pulse'; readonly pulse: Pulse }
  | { readonly kind: 'stopped'; readonly totals: ProberTotals };
