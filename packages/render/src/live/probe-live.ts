/** What a live view of a probe shows. */
import type { Histogram } from '@garbageday/core/probe/histogram.ts';
import type { PhaseTallies } from '@garbageday/core/probe/phase-tally.ts';
import type { ErrorCounts } from '@garbageday/core/probe/slice.ts';

/** One URL so far; `seconds`: p99 of each second, oldest first, `null` where nothing ended. */
export type LiveTarget = {
  readonly url: string;
  readonly ended: number;
  readonly failed: number;
  readonly errors: ErrorCounts;
  readonly latency: Histogram;
  readonly phases: PhaseTallies;
  readonly seconds: readonly (number | null)[];
  readonly oldestWaitMs: number;
};

export type ProbeLiveState = {
  /** Where the live page is; absent: there is none. */
  readonly page?: string;
  readonly elapsedMs: number;
  readonly durationMs: number;
  readonly ratePerSecond: number;
  readonly thresholdMs: number;
  readonly targets: readonly LiveTarget[];
};
