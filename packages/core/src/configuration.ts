/** The configuration that both platforms run on, parsed and complete: every default is filled in. */
import type { Hypothesis } from './chaos/experiment.ts';
import type { FaultName } from './chaos/fault.ts';
import type { GroupKind } from './chaos/fleet.ts';
import type { JourneyRole } from './probe/journey.ts';
import type { MeasuredJourney } from './probe/measured-journey.ts';
import type { BurnRule } from './slo/burn-rule.ts';
import type { PolicyRule } from './slo/policy.ts';
import type { Budgeting } from './slo/slo.ts';

/**
 * Part of a day, `HH:MM`: `from` inclusive, `to` exclusive; `to` at or before `from` is on the next day.
 *
 * @example { from: '22:00', to: '04:00' } // over midnight
 */
export type DayWindow = { readonly from: string; readonly to: string };

/**
 * When chaos may strike (domain.md §1): wall-clock times in an IANA zone; overnight windows are legal.
 *
 * @example const { windows, timeZone } = (await loadConfiguration(null, process.cwd())).schedule;
 */
export type ChaosSchedule = {
  readonly timeZone: string;
  /** At least one, apart from each other, by the time at which they open. */
  readonly windows: readonly DayWindow[];
  /** 1 = Monday … 7 = Sunday. */
  readonly workdays: readonly number[];
  /** `YYYY-MM-DD`, or `MM-DD` for every year. */
  readonly holidays: readonly string[];
  readonly meanDaysBetween: number;
  readonly minDaysBetween: number;
  readonly maxPerDay: number;
};

/**
 * Never hit, beside what carries the tag `garbageday:exempt`.
 *
 * @example const zones = configuration.groups.flatMap(({ exempt }) => exempt.zones);
 */
export type Exempt = {
  readonly instanceIds: readonly string[];
  readonly zones: readonly string[];
  /** `value: null`: the key, whatever its value. */
  readonly tags: readonly { readonly key: string; readonly value: string | null }[];
};

/**
 * A group of interchangeable servers, as experiments see it.
 *
 * @example const spare = ({ desiredSize, requiredHealthy }: GroupConfiguration) => desiredSize - requiredHealthy;
 */
export type GroupConfiguration = {
  readonly name: string;
  readonly kind: GroupKind;
  readonly desiredSize: number;
  readonly requiredHealthy: number;
  readonly isEnabled: boolean;
  readonly fault: FaultName;
  /** How long a fault that can be undone lasts. */
  readonly faultDurationMs: number;
  /** Younger instances are spared. */
  readonly minAgeSeconds: number;
  readonly exempt: Exempt;
  readonly hypothesis: Hypothesis;
};

/**
 * An SLO with every default filled in.
 *
 * @example const errorBudget = ({ objective }: SloConfiguration) => 1 - objective;
 */
export type SloConfiguration = {
  readonly name: string;
  /** The name of the journey whose slices count. */
  readonly journey: string;
  /** That journey's: only the budget of a judge pays for chaos, and only a judge's slice can be void. */
  readonly role: JourneyRole;
  /** One step of the journey (availability only), or `null` for the whole of it. */
  readonly step: string | null;
  /** Measured from there only, or `null` for everywhere. */
  readonly vantage: string | null;
  readonly sli: 'availability' | 'latency';
  /** Exclusively between 0 and 1. */
  readonly objective: number;
  readonly budgeting: Budgeting;
  /** `30d`, `28d`, `7d` roll; `1D`, `1W`, `1M`, `1Q`, `1Y` are the calendar's, in `timeZone`. */
  readonly window: string;
  readonly timeZone: string;
  readonly alerts: readonly BurnRule[];
};

/**
 * Several objectives as one; members by name.
 *
 * @example const total = ({ members }: CompositeConfiguration) => members.reduce((sum, { weight }) => sum + weight, 0);
 */
export type CompositeConfiguration = {
  readonly name: string;
  readonly objective: number;
  readonly window: string;
  readonly timeZone: string;
  readonly members: readonly { readonly slo: string; readonly weight: number }[];
};

/**
 * Time that counts neither as good nor as bad: once, or again and again. Wall-clock times are of `timeZone`.
 *
 * @example { name: 'patch night', timeZone: 'UTC', kind: 'cron', cron: '0 2 * * 7', durationSeconds: 7200 }
 */
export type ExclusionConfiguration = { readonly name: string; readonly timeZone: string } & (
  | { readonly kind: 'dates'; readonly from: string; readonly to: string }
  | { readonly kind: 'cron'; readonly cron: string; readonly durationSeconds: number }
  | {
      readonly kind: 'rrule';
      readonly rrule: string;
      readonly start: string;
      readonly durationSeconds: number;
    }
);

/**
 * What messages in Slack link to, and whom they mention.
 *
 * @example const runbook = configuration.slack.links.runbook?.replaceAll('{stage}', 'dev') ?? null;
 */
export type SlackConfiguration = {
  /** Web addresses, in which `{stage}` stands for the stage; `null`: none, or the platform's own dashboard. */
  readonly links: {
    readonly dashboard: string | null;
    readonly report: string | null;
    readonly runbook: string | null;
  };
  /** Ids of a user group (`S…`) or of a user (`U…`, `W…`), by the severity of the alert; `null`: nobody. */
  readonly mention: { readonly page: string | null; readonly ticket: string | null };
};

/**
 * What holds for every judge.
 *
 * @example { maxLagMs: 200, minCoverage: 0.9 }
 */
export type Judging = {
  /** A slice whose own lag p99 exceeds this is void, not blamed on the service. */
  readonly maxLagMs: number;
  /** Share of slices that must be there, 0–1, for a verdict. */
  readonly minCoverage: number;
};

/**
 * All of it: what `loadConfiguration` gives.
 *
 * @example const names = (configuration: Configuration) => configuration.slos.map(({ name }) => name);
 */
export type Configuration = {
  readonly service: string;
  readonly mode: 'dry-run' | 'armed';
  readonly schedule: ChaosSchedule;
  readonly groups: readonly GroupConfiguration[];
  readonly probe: Judging;
  /** At least one judge. One without steps does what the service's own journey of its role does. */
  readonly journeys: readonly MeasuredJourney[];
  readonly slos: readonly SloConfiguration[];
  readonly composites: readonly CompositeConfiguration[];
  readonly exclusions: readonly ExclusionConfiguration[];
  readonly budget: {
    /** Share of the budget that chaos never touches, 0–1. */
    readonly reserve: number;
    /** Share of the budget that chaos may spend, 0–1. */
    readonly chaosShare: number;
    /** Expected spend of a group's first kill, as a share of the budget, while there is no history. */
    readonly coldStartSpend: number;
    /** What else is refused while how much of the budget is left, beside everything below the reserve. */
    readonly policy: readonly PolicyRule[];
  };
  readonly slack: SlackConfiguration;
};
