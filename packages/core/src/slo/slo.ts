/** What an SLO is: which events count, which are good, over which window, and what burns too fast (OpenSLO v1). */
import type { BurnRule } from './burn-rule.ts';
import type { SloWindow } from './window.ts';

/** Which slices of which journey count, and which events are good. `null`: the whole journey, every vantage. */
export type SloSource = {
  readonly journey: string;
  readonly step: string | null;
  readonly vantage: string | null;
  readonly sli: 'availability' | 'latency';
};

/** How good and bad are counted (OpenSLO v1, `budgetingMethod`). */
export type Budgeting =
  /** Every event counts the same. */
  | { readonly kind: 'occurrences' }
  /** Every time slice counts the same; it is good if its own ratio is at least `sliceTarget`. */
  | { readonly kind: 'timeslices'; readonly sliceSeconds: number; readonly sliceTarget: number }
  /** Every time slice counts the same, with its own ratio. */
  | { readonly kind: 'ratio-timeslices'; readonly sliceSeconds: number };

export type Slo = {
  readonly name: string;
  readonly service: string;
  readonly source: SloSource;
  /** Exclusively between 0 and 1. */
  readonly objective: number;
  readonly budgeting: Budgeting;
  readonly window: SloWindow;
  readonly alerts: readonly BurnRule[];
};

/** Several SLOs as one: its SLI is the weighted mean of theirs, over its own window. */
export type CompositeSlo = {
  readonly name: string;
  readonly service: string;
  readonly objective: number;
  readonly window: SloWindow;
  /** `slo` is an SLO's name; weights are positive and need not add up to 1. */
  readonly members: readonly { readonly slo: string; readonly weight: number }[];
};
