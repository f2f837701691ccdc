/**
 * What a person writes in garbageday.config.ts or .json: the keys of core's `Configuration`, all optional where a
 * default exists. Durations carry their unit in the value ('300ms', '30s', '2m', '1h', '1d'), so their keys do not.
 */
import type { AnnotationsInput } from './annotations-input.ts';
import type { GroupInput } from './group-input.ts';
import type { Duration, JourneyInput } from './journey-input.ts';

/**
 * When chaos may run; wall-clock times in an IANA zone. `from` later than `to` is an overnight window.
 *
 * @example { timeZone: 'Europe/Berlin', from: '09:00', to: '15:00', holidays: ['12-25'] }
 */
export type ScheduleInput = {
  /** Whose wall clock counts. Default 'UTC'. */
  readonly timeZone?: string | undefined;
  /** 'HH:MM', inclusive. Default '09:00'. */
  readonly from?: string | undefined;
  /** 'HH:MM', exclusive; '24:00' is the end of the day. Default '15:00'. */
  readonly to?: string | undefined;
  /** Several windows a day, instead of `from` and `to`; they must not overlap. */
  readonly windows?:
    | readonly {
        /** 'HH:MM', inclusive. @example '09:00' */
        readonly from: string;
        /** 'HH:MM', exclusive. @example '11:30' */
        readonly to: string;
      }[]
    | undefined;
  /** 1 = Monday … 7 = Sunday. Default Monday to Friday. @example [1, 2, 3, 4] */
  readonly workdays?: readonly number[] | undefined;
  /** 'YYYY-MM-DD', or 'MM-DD' for every year. Default none. */
  readonly holidays?: readonly string[] | undefined;
  /** A group is hit once in this many workdays on average. Default 5. */
  readonly meanDaysBetween?: number | undefined;
  /** A group is never hit sooner than this many workdays after the last time. Default 2. */
  readonly minDaysBetween?: number | undefined;
  /** Experiments a day, across all groups. Default 1. */
  readonly maxPerDay?: number | undefined;
};

/**
 * Whether events or time slices are counted.
 *
 * @example { kind: 'timeslices', slice: '1m', target: 0.99 }
 */
export type BudgetingInput = {
  /**
   * Default 'occurrences'. 'timeslices': a slice is good from `target` up; 'ratio-timeslices': it counts with its
   * ratio.
   */
  readonly kind?: 'occurrences' | 'timeslices' | 'ratio-timeslices' | undefined;
  /** The length of a time slice. Default '1m'. */
  readonly slice?: Duration | undefined;
  /** The lowest ratio of good events that makes a time slice good; required by 'timeslices'. */
  readonly target?: number | undefined;
};

/**
 * Fires when `share` of the budget burns within `long`, and still burns as fast in `short`.
 *
 * @example { severity: 'page', share: 0.02, long: '1h', short: '5m' }
 */
export type AlertInput = {
  /** 'page' wakes someone up, and stops chaos; 'ticket' waits for the morning. */
  readonly severity: 'page' | 'ticket';
  /** Share of the window's error budget, up to 1. */
  readonly share: number;
  /** Over which the burn is measured. */
  readonly long: Duration;
  /** In which it must still burn as fast, so that the alert ends soon after the burn. */
  readonly short: Duration;
};

/**
 * What users are promised: the share of good events in a window.
 *
 * @example { journey: 'probe', sli: 'latency', objective: 0.99, window: '30d' }
 */
export type SloInput = {
  /** The name of a journey. */
  readonly journey: string;
  /** 'availability': answered correctly; 'latency': answered correctly within the journey's `latencyThreshold`. */
  readonly sli: 'availability' | 'latency';
  /** Between 0 and 1, both excluded: 0.999, not '99.9%'. */
  readonly objective: number;
  /** What reports and alerts call it. Default '<journey>: <sli>'. */
  readonly name?: string | undefined;
  /** One step of the journey, availability only. Default null: the whole journey. @example 'insert' */
  readonly step?: string | null | undefined;
  /** Measured from this vantage only. Default null: from all. @example 'eu-central-1' */
  readonly vantage?: string | null | undefined;
  readonly budgeting?: BudgetingInput | undefined;
  /** Rolling whole days, '1d' to '400d', or the calendar units '1D', '1W', '1M', '1Q', '1Y'. Default '30d'. */
  readonly window?: string | undefined;
  /** The zone whose midnights bound a calendar window. Default 'UTC'. */
  readonly timeZone?: string | undefined;
  /** Default: those of the SRE Workbook's four that fit into the window. */
  readonly alerts?: readonly AlertInput[] | undefined;
};

/**
 * Several SLOs as one: the weighted mean of their SLIs.
 *
 * @example { name: 'shop', objective: 0.99, members: [{ slo: 'users: availability', weight: 3 }, { slo: 'users: latency' }] }
 */
export type CompositeInput = {
  /** What reports call it. */
  readonly name: string;
  /** Between 0 and 1, both excluded. */
  readonly objective: number;
  /** At least two. */
  readonly members: readonly {
    /** The name of an SLO. @example 'users: latency' */
    readonly slo: string;
    /** How much it counts beside the others. Default 1. */
    readonly weight?: number | undefined;
  }[];
  /** As for an SLO. Default '30d'. */
  readonly window?: string | undefined;
  /** The zone whose midnights bound a calendar window. Default 'UTC'. */
  readonly timeZone?: string | undefined;
};

/**
 * Planned maintenance, which counts neither as good nor as bad: `from` and `to`, or `cron` and `duration`, or `rrule`
 * (RFC 5545), `start` and `duration`. Local times are 'YYYY-MM-DDTHH:MM'.
 *
 * @example { name: 'patch night', cron: '0 2 * * 7', duration: '2h', timeZone: 'Europe/Berlin' }
 */
export type ExclusionInput = {
  /** What reports call it. */
  readonly name: string;
  /** The zone whose wall clock counts. Default 'UTC'. */
  readonly timeZone?: string | undefined;
  /** When it begins, once. @example '2026-12-24T18:00' */
  readonly from?: string | undefined;
  /** When it ends. @example '2026-12-24T22:00' */
  readonly to?: string | undefined;
  /** Minute, hour, day, month, weekday: '0 2 * * 7' is every Sunday at two. */
  readonly cron?: string | undefined;
  /** 'FREQ=MONTHLY;BYDAY=1SU': the first Sunday of every month. @example 'FREQ=MONTHLY;BYDAY=1SU' */
  readonly rrule?: string | undefined;
  /** The first occurrence of an `rrule`, which also sets its time of day. @example '2026-01-04T02:00' */
  readonly start?: string | undefined;
  /** How long each one lasts. */
  readonly duration?: Duration | undefined;
};

/**
 * While less than `below` of the budget would be left, what `refuse` names is refused.
 *
 * @example { below: 0.5, refuse: ['power-cut'] }
 */
export type PolicyInput = {
  /** Share of the budget that would be left. */
  readonly below: number;
  /** 'everything', or names of groups or faults. */
  readonly refuse: readonly string[];
};

/**
 * The load that users generate: how much, and how long an answer may take.
 *
 * @example { ratePerSecond: 50, latencyThreshold: '250ms' }
 */
export type UsersInput = {
  /** Requests a second, whatever the answers. Default 100. */
  readonly ratePerSecond?: number | undefined;
  /** Slower answers are bad for the latency SLI. Default '300ms'. */
  readonly latencyThreshold?: Duration | undefined;
};

/**
 * The prober, and when its measurements count.
 *
 * @example { ratePerSecond: 10, timeout: '2s', minCoverage: 0.95 }
 */
export type ProbeInput = {
  /** Probes a second, whatever the answers. Default 10. */
  readonly ratePerSecond?: number | undefined;
  /** Slower answers are bad for the latency SLI. Default '300ms'. */
  readonly latencyThreshold?: Duration | undefined;
  /** When a request times out. Default '5s'. */
  readonly timeout?: Duration | undefined;
  /** A slice in which the prober itself was later than this (p99) is void. Default '200ms'. */
  readonly maxLag?: Duration | undefined;
  /** What differs in Lambda. Default `maxLag`: '200ms', as measured with the share of a core that 256 MB gets. @example { maxLag: '150ms' } */
  readonly aws?:
    | {
        /** The same in Lambda. Default `maxLag`. */
        readonly maxLag?: Duration | undefined;
      }
    | undefined;
  /** Share of slices required for a verdict. Default 0.9. */
  readonly minCoverage?: number | undefined;
};

/**
 * How much of the error budget chaos may spend.
 *
 * @example { reserve: 0.3, chaosShare: 0.4, policy: [{ below: 0.5, refuse: ['everything'] }] }
 */
export type BudgetInput = {
  /** Share of the error budget that chaos never touches. Default 0.2. */
  readonly reserve?: number | undefined;
  /** Share of the error budget that chaos may spend. Default 0.5. */
  readonly chaosShare?: number | undefined;
  /** What the first kill of a group is expected to cost, as a share of the budget. Default 0.01. */
  readonly coldStartSpend?: number | undefined;
  /** What else is refused, besides everything below the reserve. Default: nothing. */
  readonly policy?: readonly PolicyInput[] | undefined;
};

/**
 * What every Slack message links to, and who is mentioned when an alert begins.
 *
 * @example { links: { runbook: 'https://wiki.example.com/shop' }, mention: { page: 'S0123ABCDEF' } }
 */
export type SlackInput = {
  /** URLs; '{stage}' stands for the name of the stage. Default null; on AWS `dashboard` is the stage's own. */
  readonly links?:
    | {
        /** Where the service can be watched. Default null; on AWS the stage's own dashboard. @example 'https://grafana.example.com/{stage}' */
        readonly dashboard?: string | null | undefined;
        /** Where reports are kept. Default null. @example 'https://reports.example.com/{stage}' */
        readonly report?: string | null | undefined;
        /** What to do. Default null. */
        readonly runbook?: string | null | undefined;
      }
    | undefined;
  /** The id of a user group ('S0123ABCDEF') or of a person ('U0123ABCDEF'), by severity. Default null: no one. */
  readonly mention?:
    | {
        /** When a page begins. Default null: no one. */
        readonly page?: string | null | undefined;
        /** When a ticket begins. Default null: no one. @example 'U0123ABCDEF' */
        readonly ticket?: string | null | undefined;
      }
    | undefined;
};

/**
 * A GET whose JSON answer has the number of stored writes: it must grow by the number acknowledged (`increases`).
 *
 * @example { get: '/total', json: 'total' }
 */
export type AuditInput = {
  /** From the root: '/total'. */
  readonly get: string;
  /** 'count', '[0].total'. Default '', the whole answer. */
  readonly json?: string | undefined;
};

/**
 * The whole file; every key has a default.
 *
 * @example { service: 'shop', users: { ratePerSecond: 50 }, budget: { reserve: 0.3 } }
 */
export type ConfigurationInput = {
  /** The name under which everything is measured and reported. Default 'wordcount'. */
  readonly service?: string | undefined;
  /** Nothing is hit until this says 'armed'. A game day is always armed. Default 'dry-run'. @example 'armed' */
  readonly mode?: 'dry-run' | 'armed' | undefined;
  readonly schedule?: ScheduleInput | undefined;
  /** Default: web, data and load-balancer. */
  readonly groups?: readonly GroupInput[] | undefined;
  readonly users?: UsersInput | undefined;
  readonly probe?: ProbeInput | undefined;
  /** What is sent, step by step: at least one judge. Default: the service's own load 'users' and its judge 'probe'. */
  readonly journeys?: readonly JourneyInput[] | undefined;
  /**
   * A GET whose JSON answer has the number of stored writes: it must grow by the number acknowledged (`increases`). Default
   * null: the data store reports the count, if it can.
   */
  readonly audit?: AuditInput | null | undefined;
  /** Default: availability 0.999 and latency 0.99 over 30 days, for every journey. */
  readonly slos?: readonly SloInput[] | undefined;
  /** Default none. */
  readonly composites?: readonly CompositeInput[] | undefined;
  /** Default none: all time counts. */
  readonly exclusions?: readonly ExclusionInput[] | undefined;
  readonly budget?: BudgetInput | undefined;
  /** Default: no links except to the stage's own dashboard, and no mentions. */
  readonly slack?: SlackInput | undefined;
  /** Default none. */
  readonly annotations?: AnnotationsInput | undefined;
};
