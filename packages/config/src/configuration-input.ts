/**
 * What a person writes in garbageday.config.ts or .json: the keys of core's `Configuration`, all optional where a
 * default exists. Durations carry their unit in the value ('300ms', '30s', '2m', '1h', '1d'), so their keys do not.
 */
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import type { GroupKind } from '@garbageday/core/chaos/fleet.ts';

/**
 * A whole number and its unit: 'ms', 's', 'm', 'h' or 'd'.
 *
 * @example '300ms'
 */
export type Duration = string;

/**
 * When chaos may strike; wall-clock times in an IANA zone. `from` later than `to` is an overnight window.
 *
 * @example { timeZone: 'Europe/Berlin', from: '09:00', to: '15:00', holidays: ['12-25'] }
 */
export type ScheduleInput = {
  /** Default 'UTC'. */
  readonly timeZone?: string | undefined;
  /** 'HH:MM', inclusive. Default '09:00'. */
  readonly from?: string | undefined;
  /** 'HH:MM', exclusive; '24:00' is the end of the day. Default '15:00'. */
  readonly to?: string | undefined;
  /** Several windows a day, instead of `from` and `to`: apart from each other. */
  readonly windows?: readonly { readonly from: string; readonly to: string }[] | undefined;
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

/**
 * What must hold while a member of the group dies; defaults depend on the kind of group.
 *
 * @example { maxBadProbes: 0, maxP99: '300ms', maxRecover: '2m' }
 */
export type HypothesisInput = {
  readonly maxBadProbes?: number | undefined;
  readonly maxP99?: Duration | undefined;
  readonly maxRecover?: Duration | undefined;
};

/**
 * Instances that are never hit, each list empty by default.
 *
 * @example { zones: ['eu-central-1a'], tags: ['team=payments'] }
 */
export type ExemptInput = {
  /** Availability zones: 'eu-central-1a'. */
  readonly zones?: readonly string[] | undefined;
  /** Instance ids: 'i-0123456789abcdef0'. */
  readonly instances?: readonly string[] | undefined;
  /** 'key', whatever its value, or 'key=value'. */
  readonly tags?: readonly string[] | undefined;
};

/**
 * One group of interchangeable servers; defaults depend on `kind`.
 *
 * @example { kind: 'web', desiredSize: 4, requiredHealthy: 3, minAge: '10m' }
 */
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
  readonly fault?: FaultName | undefined;
  /** How long a fault that can be undone lasts, such as a hang. Default '5s'. */
  readonly faultDuration?: Duration | undefined;
  /** Younger instances are spared. Default '0s'. */
  readonly minAge?: Duration | undefined;
  /** Never hit. Default: only what carries the tag garbageday:exempt. */
  readonly exempt?: ExemptInput | undefined;
  readonly hypothesis?: HypothesisInput | undefined;
  /** What differs on EC2. Default `maxRecover`: '6m', of a replica set '12m'. */
  readonly aws?: { readonly hypothesis?: HypothesisInput | undefined } | undefined;
};

/**
 * Each event counts alike, or each time slice.
 *
 * @example { kind: 'timeslices', slice: '1m', target: 0.99 }
 */
export type BudgetingInput = {
  /** Default 'occurrences'; 'timeslices': a slice is good from `target` on; 'ratio-timeslices': it has its ratio. */
  readonly kind?: 'occurrences' | 'timeslices' | 'ratio-timeslices' | undefined;
  /** How long a time slice is. Default '1m'. */
  readonly slice?: Duration | undefined;
  /** The ratio of good events from which on a time slice is good; 'timeslices' needs it. */
  readonly target?: number | undefined;
};

/**
 * Fires when `share` of the budget burns within `long`, and still burns like that in `short`.
 *
 * @example { severity: 'page', share: 0.02, long: '1h', short: '5m' }
 */
export type AlertInput = {
  readonly severity: 'page' | 'ticket';
  /** Share of the window's error budget, up to 1. */
  readonly share: number;
  readonly long: Duration;
  readonly short: Duration;
};

/**
 * What users are promised: the share of good events in a window.
 *
 * @example { journey: 'users', sli: 'latency', objective: 0.99, window: '30d' }
 */
export type SloInput = {
  /** The name of a journey. */
  readonly journey: string;
  readonly sli: 'availability' | 'latency';
  /** Between 0 and 1, both excluded: 0.999, not '99.9%'. */
  readonly objective: number;
  /** Default '<journey>: <sli>'. */
  readonly name?: string | undefined;
  /** One step of the journey, availability only. Default null: the whole journey. */
  readonly step?: string | null | undefined;
  /** Measured from there only. Default null: from everywhere. */
  readonly vantage?: string | null | undefined;
  readonly budgeting?: BudgetingInput | undefined;
  /** Whole days that roll, '1d' to '400d', or the calendar's '1D', '1W', '1M', '1Q', '1Y'. Default '30d'. */
  readonly window?: string | undefined;
  /** Whose midnights bound a window of the calendar. Default 'UTC'. */
  readonly timeZone?: string | undefined;
  /** Default: the SRE Workbook's four, as far as the window holds them. */
  readonly alerts?: readonly AlertInput[] | undefined;
};

/**
 * Several objectives as one: the weighted mean of their SLIs.
 *
 * @example { name: 'shop', objective: 0.99, members: [{ slo: 'users: availability', weight: 3 }, { slo: 'users: latency' }] }
 */
export type CompositeInput = {
  readonly name: string;
  readonly objective: number;
  /** At least two, each by the name of its objective; `weight` is 1 unless it says otherwise. */
  readonly members: readonly { readonly slo: string; readonly weight?: number | undefined }[];
  /** As of an objective. Default '30d'. */
  readonly window?: string | undefined;
  /** Default 'UTC'. */
  readonly timeZone?: string | undefined;
};

/**
 * Planned maintenance, which counts neither as good nor as bad: `from` and `to`, or `cron` and `duration`, or `rrule`
 * (RFC 5545), `start` and `duration`. Local times are 'YYYY-MM-DDTHH:MM'.
 *
 * @example { name: 'patch night', cron: '0 2 * * 7', duration: '2h', timeZone: 'Europe/Berlin' }
 */
export type ExclusionInput = {
  readonly name: string;
  /** Whose wall clock counts. Default 'UTC'. */
  readonly timeZone?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Minute, hour, day, month, weekday: '0 2 * * 7' is every Sunday at two. */
  readonly cron?: string | undefined;
  /** 'FREQ=MONTHLY;BYDAY=1SU': the first Sunday of every month. */
  readonly rrule?: string | undefined;
  /** The first time, and the time of day, of an `rrule`. */
  readonly start?: string | undefined;
  readonly duration?: Duration | undefined;
};

/**
 * While less than `below` of the budget would be left, what `refuse` names is refused.
 *
 * @example { below: 0.5, refuse: ['power-cut'] }
 */
export type PolicyInput = {
  readonly below: number;
  /** 'everything', names of groups, or faults. */
  readonly refuse: readonly string[];
};

/**
 * The load that users make: how much, and how long an answer may take.
 *
 * @example { ratePerSecond: 50, latencyThreshold: '250ms' }
 */
export type UsersInput = {
  /** 1 to 5,000. Default 200. */
  readonly ratePerSecond?: number | undefined;
  /** Default '300ms'. */
  readonly latencyThreshold?: Duration | undefined;
};

/**
 * What measures, and when a measurement counts.
 *
 * @example { ratePerSecond: 10, timeout: '2s', minCoverage: 0.95 }
 */
export type ProbeInput = {
  /** 0.1 to 1,000. Default 10. */
  readonly ratePerSecond?: number | undefined;
  /** Default '300ms'. */
  readonly latencyThreshold?: Duration | undefined;
  /** Default '5s'. */
  readonly timeout?: Duration | undefined;
  /** A slice in which the prober itself was later than this (p99) is void. Default '200ms'. */
  readonly maxLag?: Duration | undefined;
  /** What differs in Lambda. Default `maxLag`: '200ms', as measured under the share of a core that 256 MB get. */
  readonly aws?: { readonly maxLag?: Duration | undefined } | undefined;
  /** Share of slices that must be there for a verdict. Default 0.9. */
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
  /** What else is refused, beside everything below the reserve. Default nothing. */
  readonly policy?: readonly PolicyInput[] | undefined;
};

/**
 * What every message in Slack links to, and who is mentioned when an alert begins.
 *
 * @example { links: { runbook: 'https://wiki.example.com/shop' }, mention: { page: 'S0123ABCDEF' } }
 */
export type SlackInput = {
  /** Web addresses; '{stage}' stands for the name of the stage. Default null; on AWS `dashboard` is the stage's own. */
  readonly links?:
    | {
        readonly dashboard?: string | null | undefined;
        readonly report?: string | null | undefined;
        readonly runbook?: string | null | undefined;
      }
    | undefined;
  /** The id of a user group ('S0123ABCDEF') or of a person ('U0123ABCDEF'), by severity. Default null: no one. */
  readonly mention?:
    | { readonly page?: string | null | undefined; readonly ticket?: string | null | undefined }
    | undefined;
};

/**
 * What must hold of an answer: see `Expectation` of core. Without a `status` any 2xx will do.
 *
 * @example { kind: 'json', path: 'status', equals: 'ok' }
 */
export type ExpectationInput =
  | { readonly kind: 'status'; readonly equals: number }
  | { readonly kind: 'header'; readonly header: string; readonly equals: string }
  | { readonly kind: 'text'; readonly includes: string }
  | { readonly kind: 'regex'; readonly matches: string }
  /** `path`: 'count', '[0].word'. Default '', the whole document. */
  | {
      readonly kind: 'json';
      readonly path?: string | undefined;
      readonly equals: string | number | boolean | null;
    }
  | { readonly kind: 'atLeast'; readonly path?: string | undefined; readonly least: number }
  | {
      readonly kind: 'list';
      readonly path?: string | undefined;
      readonly most: number;
      readonly descendingBy: string;
    }
  | { readonly kind: 'latency'; readonly most: Duration }
  /** This answer says that the counter of this name grew by one. */
  | { readonly kind: 'increases'; readonly counter: string }
  /** Not less than was known of the counter when the request was sent. */
  | { readonly kind: 'neverLess'; readonly counter: string; readonly path?: string | undefined };

/**
 * One request. `{name}` in a text stands for a variable, or for what an earlier step saved.
 *
 * @example { name: 'insert', path: '/insert/{word}', expect: [{ kind: 'status', equals: 200 }] }
 */
export type StepInput = {
  readonly name: string;
  /** Default 'GET'. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined;
  /** From the root: '/insert/{word}'. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | null | undefined;
  readonly expect?: readonly ExpectationInput[] | undefined;
  readonly save?:
    | readonly {
        readonly name: string;
        readonly from:
          | { readonly kind: 'json'; readonly path: string }
          | { readonly kind: 'header'; readonly header: string };
      }[]
    | undefined;
};

/**
 * What is asked of the service, again and again: one run is its steps in order.
 *
 * @example { name: 'probe', role: 'judge', steps: [{ name: 'front', path: '/' }] }
 */
export type JourneyInput = {
  /** 1 to 32 of a–z, 0–9 and '-'. Objectives and reports name it by this. */
  readonly name: string;
  /** 'judge' decides over experiments and never retries; 'load' is what users do. */
  readonly role: 'judge' | 'load';
  /** How often it is begun, whatever the answers. Default: that of `probe` for a judge, of `users` for a load. */
  readonly ratePerSecond?: number | undefined;
  /** What is slower is bad for the latency SLI. Default: that of `probe`, or of `users`. */
  readonly latencyThreshold?: Duration | undefined;
  /** When a request is given up. Default: that of `probe` for a judge, '10s' for a load. */
  readonly timeout?: Duration | undefined;
  /** Drawn for each run: `pattern` with a number from 1 to `count` as {n}; `pick` is 'in-turn' unless it says 'zipf'. */
  readonly variables?:
    | readonly {
        readonly name: string;
        readonly pattern: string;
        readonly count: number;
        readonly pick?: 'in-turn' | 'zipf' | undefined;
      }[]
    | undefined;
  readonly steps: readonly StepInput[];
};

/**
 * The whole file; every key has a default.
 *
 * @example { service: 'shop', users: { ratePerSecond: 50 }, budget: { reserve: 0.3 } }
 */
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
  /** What is sent, step by step: at least one judge. Default: the service's own load 'users' and its judge 'probe'. */
  readonly journeys?: readonly JourneyInput[] | undefined;
  /** Default: availability 0.999 and latency 0.99 over 30 days, for every journey. */
  readonly slos?: readonly SloInput[] | undefined;
  /** Default none. */
  readonly composites?: readonly CompositeInput[] | undefined;
  /** Default none: all time counts. */
  readonly exclusions?: readonly ExclusionInput[] | undefined;
  readonly budget?: BudgetInput | undefined;
  /** Default: no link except to the stage's own dashboard, and no mentions. */
  readonly slack?: SlackInput | undefined;
};
