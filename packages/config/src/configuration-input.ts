/**
 * What a person writes in garbageday.config.ts or .json: the keys of core's `Configuration`, all optional where a
 * default exists. Durations carry their unit in the value ('300ms', '30s', '2m', '1h', '1d'), so their keys do not.
 */
import type { Fault, GroupKind } from '@garbageday/core/chaos/fleet.ts';

/** A whole number and its unit: 'ms', 's', 'm', 'h' or 'd'. */
export type Duration = string;

/** When chaos may strike; wall-clock times in an IANA zone. `from` later than `to` is an overnight window. */
export type ScheduleInput = {
  /** Default 'UTC'. */
  readonly timeZone?: string | undefined;
  /** 'HH:MM', inclusive. Default '09:00'. */
  readonly from?: string | undefined;
  /** 'HH:MM', exclusive; '24:00' is the end of the day. Default '15:00'. */
  readonly to?: string | undefined;
  /** 1 = Monday … 7 = Sunday. Default Monday to Friday. */
  readonly workdays?: readonly number[] | undefined;
  /** 'YYYY-MM-DD', or 'MM-DD' for every year. Default none. */
  readonly holidays?: readonly string[] | undefined;
  /** A group is hit once in so many workdays on average. Default 5. */
  readonly meanDaysBetween?: number | undefined;
  /** And never sooner than this many workdays after the last time. Default 2. */
  readonly minDaysBetween?: number | undefined;
  /** Experiments a day, all groups together. Default 1. */
  readonly maxPerDay?: number | undefined;
};

/** What must hold while a member of the group dies; defaults depend on the kind of group. */
export type HypothesisInput = {
  readonly maxBadProbes?: number | undefined;
  readonly maxP99?: Duration | undefined;
  readonly maxRecover?: Duration | undefined;
};

/** One group of interchangeable servers; defaults depend on `kind`. */
export type GroupInput = {
  readonly kind: GroupKind;
  /** Default: the kind. */
  readonly name?: string | undefined;
  /** n+1. Default 3 (load-balancer 2). */
  readonly desiredSize?: number | undefined;
  /** n. Default one less than `desiredSize` (data: the majority). */
  readonly requiredHealthy?: number | undefined;
  /** Default true. */
  readonly isEnabled?: boolean | undefined;
  /** Default 'terminate' for web, 'power-cut' for the others. */
  readonly fault?: Fault | undefined;
  /** Younger instances are spared. Default '0s'. */
  readonly minAge?: Duration | undefined;
  readonly hypothesis?: HypothesisInput | undefined;
};

export type SloInput = {
  readonly journey: 'probe' | 'users';
  readonly sli: 'availability' | 'latency';
  /** Between 0 and 1, both excluded: 0.999, not '99.9%'. */
  readonly objective: number;
  /** Default '<journey>: <sli>'. */
  readonly name?: string | undefined;
  /** Whole days, '1d' to '400d'. Default '30d'. */
  readonly window?: string | undefined;
};

export type UsersInput = {
  /** 1 to 5,000. Default 200. */
  readonly ratePerSecond?: number | undefined;
  /** Default '300ms'. */
  readonly latencyThreshold?: Duration | undefined;
};

export type ProbeInput = {
  /** 0.1 to 1,000. Default 10. */
  readonly ratePerSecond?: number | undefined;
  /** Default '300ms'. */
  readonly latencyThreshold?: Duration | undefined;
  /** Default '5s'. */
  readonly timeout?: Duration | undefined;
  /** A slice in which the prober itself was later than this (p99) is void. Default '200ms'; on AWS write '5ms'. */
  readonly maxLag?: Duration | undefined;
  /** Share of slices that must be there for a verdict. Default 0.9. */
  readonly minCoverage?: number | undefined;
};

export type BudgetInput = {
  /** Share of the error budget that chaos never touches. Default 0.2. */
  readonly reserve?: number | undefined;
  /** Share of the error budget that chaos may spend. Default 0.5. */
  readonly chaosShare?: number | undefined;
  /** What the first kill of a group is expected to cost, as a share of the budget. Default 0.01. */
  readonly coldStartSpend?: number | undefined;
};

export type ConfigurationInput = {
  /** Default 'wordcount'. */
  readonly service?: string | undefined;
  /** Default 'dry-run': nothing is hit until this says 'armed'. A game day is always armed. */
  readonly mode?: 'dry-run' | 'armed' | undefined;
  readonly schedule?: ScheduleInput | undefined;
  /** Default: web, data and load-balancer. */
  readonly groups?: readonly GroupInput[] | undefined;
  readonly users?: UsersInput | undefined;
  readonly probe?: ProbeInput | undefined;
  /** Default: availability 0.999 and latency 0.99 over 30 days, for users and for the probe. */
  readonly slos?: readonly SloInput[] | undefined;
  readonly budget?: BudgetInput | undefined;
};
