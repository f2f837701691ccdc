/** A slice: one interval of one journey's counts and histograms (domain.md §8). */
import type { Counts } from '../statistics/counts.ts';
import type { Histogram } from './histogram.ts';

/** Why an answer was bad, in the words of probe.md. */
export const errorKinds = [
  'dns',
  'connect-refused',
  'connect-timeout',
  'reset',
  'tls',
  'timeout',
  'status-4xx',
  'status-5xx',
  'assertion',
  'stale',
] as const;

export type ErrorKind = (typeof errorKinds)[number];

/** Counts by kind of error; a kind that did not occur is absent. Sorted by kind. */
export type ErrorCounts = readonly (readonly [kind: ErrorKind, count: number])[];

/** One step of the journey within a slice. A step that was never sent is not an event. */
export type StepCounts = { readonly step: string; readonly counts: Counts };

/** A step as it is measured: with its latencies. */
export type StepSlice = StepCounts & { readonly histogram: Histogram };

export type Slice = {
  readonly service: string;
  readonly journey: string;
  /** Where the slice was measured from: `local`, `eu-central-1`. */
  readonly vantage: string;
  /** Epoch milliseconds, a multiple of the width. */
  readonly startMs: number;
  readonly widthSeconds: number;
  /**
   * Distinguishes slices of one interval that were written separately; the key is (service, journey, vantage, startMs,
   * seq).
   */
  readonly seq: number;
  /** Answered correctly. */
  readonly availability: Counts;
  /** Answered correctly and within the journey's threshold. */
  readonly latency: Counts;
  readonly errors: ErrorCounts;
  /** Requests sent a second time after a broken connection (users only; the probe never retries). */
  readonly retried: number;
  /** Latency of whole journeys from their intended time, in milliseconds. */
  readonly histogram: Histogram;
  readonly longestMs: number;
  /** Lengths of the leading, longest and trailing runs of bad journeys, so that runs join across slices. */
  readonly badRuns: { readonly leading: number; readonly longest: number; readonly trailing: number };
  /** The prober's own lateness, p99 in milliseconds; above the limit the slice is void, not the service's fault. */
  readonly lagP99Ms: number;
  readonly steps: readonly StepSlice[];
};

/**
 * A slice as a ledger reads it. The steps' latencies, three quarters of the bytes, are left out: no report uses them.
 */
export type LedgerSlice = Omit<Slice, 'steps'> & { readonly steps: readonly StepCounts[] };
