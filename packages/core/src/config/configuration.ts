/** The configuration that both platforms run on, parsed and complete: every default is filled in. */
import type { Hypothesis } from '../chaos/experiment.ts';
import type { Fault, GroupKind } from '../chaos/fleet.ts';

/** When chaos may strike (domain.md §1): wall-clock times in an IANA zone; overnight windows are legal. */
export type ChaosSchedule = {
  readonly timeZone: string;
  /** `HH:MM`, inclusive. */
  readonly from: string;
  /** `HH:MM`, exclusive. */
  readonly to: string;
  /** 1 = Monday … 7 = Sunday. */
  readonly workdays: readonly number[];
  /** `YYYY-MM-DD`, or `MM-DD` for every year. */
  readonly holidays: readonly string[];
  readonly meanDaysBetween: number;
  readonly minDaysBetween: number;
  readonly maxPerDay: number;
};

export type GroupConfiguration = {
  readonly name: string;
  readonly kind: GroupKind;
  readonly desiredSize: number;
  readonly requiredHealthy: number;
  readonly isEnabled: boolean;
  readonly fault: Fault;
  /** Younger instances are spared. */
  readonly minAgeSeconds: number;
  readonly hypothesis: Hypothesis;
};

export type SloConfiguration = {
  readonly name: string;
  /** The journey whose slices count: `probe` or `users`. */
  readonly journey: 'probe' | 'users';
  readonly sli: 'availability' | 'latency';
  /** Exclusively between 0 and 1. */
  readonly objective: number;
  /** `30d`, `28d`, `7d`. */
  readonly window: string;
};

export type Configuration = {
  readonly service: string;
  readonly mode: 'dry-run' | 'armed';
  readonly schedule: ChaosSchedule;
  readonly groups: readonly GroupConfiguration[];
  readonly users: { readonly ratePerSecond: number; readonly latencyThresholdMs: number };
  readonly probe: {
    readonly ratePerSecond: number;
    readonly latencyThresholdMs: number;
    readonly timeoutMs: number;
    /** A slice whose own lag p99 exceeds this is void, not blamed on the service. */
    readonly maxLagMs: number;
    /** Share of slices that must be there, 0–1, for a verdict. */
    readonly minCoverage: number;
  };
  readonly slos: readonly SloConfiguration[];
  readonly budget: {
    /** Share of the budget that chaos never touches, 0–1. */
    readonly reserve: number;
    /** Share of the budget that chaos may spend, 0–1. */
    readonly chaosShare: number;
    /** Expected spend of a group's first kill, as a share of the budget, while there is no history. */
    readonly coldStartSpend: number;
  };
};
