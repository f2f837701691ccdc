/** The configuration that both platforms run on, parsed and complete: every default is filled in. */
import type { Hypothesis } from './chaos/experiment.ts';
import type { FaultName } from './chaos/fault.ts';
import type { GroupKind } from './chaos/fleet.ts';
import type { JourneyRole, JsonPath } from './probe/journey.ts';
import type { MeasuredJourney } from './probe/measured-journey.ts';
import type { BurnRule } from './slo/burn-rule.ts';
import type { PolicyRule } from './slo/error-budget.ts';
import type { Budgeting } from './slo/slo.ts';

/**
 * Part of a day, `HH:MM`: `from` inclusive, `to` exclusive; `to` at or before `from` is on the next day.
 *
 * @example { from: '22:00', to: '04:00' } // over midnight
 */
export type DayWindow = { readonly from: string; readonly to: string };

/**
 * When chaos may run (domain.md §1): wall-clock times in an IANA zone; overnight windows are allowed.
 *
 * @example const { windows, timeZone } = (await loadConfiguration(null, process.cwd())).schedule;
 */
export type ChaosSchedule = {
  readonly timeZone: string;
  /** At least one; they do not overlap, and are sorted by opening time. */
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
 * What is never hit, besides instances tagged `garbageday:exempt`.
 *
 * @example const zones = configuration.groups.flatMap(({ exempt }) => exempt.zones);
 */
export type Exempt = {
  readonly instanceIds: readonly string[];
  readonly zones: readonly string[];
  /** `value: null`: any value of the key. */
  readonly tags: readonly { readonly key: string; readonly value: string | null }[];
};

/**
 * The servers of a group as a command that a person would type: on one machine its copies are started by it.
 *
 * @example { program: 'node', args: ['api.js'], env: {}, portVariable: 'PORT', readyPath: '/healthz', dependsOn: ['data'] }
 */
export type ServerConfiguration = {
  /** A name on PATH, or a path. */
  readonly program: string;
  /** `{port}` stands for the port of the copy, `{url:NAME}` for the address of another group; in `env`, too. */
  readonly args: readonly string[];
  /** Beside the environment that Garbage Day has itself. */
  readonly env: Readonly<Record<string, string>>;
  /** The environment variable that tells a copy its port. */
  readonly portVariable: string;
  /** Answers 2xx when a copy wants requests; `null`: any status below 500 to `GET /`. */
  readonly readyPath: string | null;
  /** Groups that must be ready before it is started, and whose addresses it is told as `NAME_URL`. */
  readonly dependsOn: readonly string[];
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
  /** For a fleet that scales: a percentage of its current size, 1 to 99, used instead of `requiredHealthy`. */
  readonly requiredPercent?: number | undefined;
  /** `none`: nothing launches another server in place of one that is gone, as the deployment says. */
  readonly replacement?: 'none' | undefined;
  readonly isEnabled: boolean;
  readonly fault: FaultName;
  /** How long a fault that can be undone lasts. */
  readonly faultDurationMs: number;
  /** Younger instances are spared. */
  readonly minAgeSeconds: number;
  readonly exempt: Exempt;
  readonly hypothesis: Hypothesis;
  /** Left out: the platform's own servers. */
  readonly server?: ServerConfiguration | undefined;
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
  /** That journey's role: only a judge's budget pays for chaos, and only a judge's slice can be void. */
  readonly role: JourneyRole;
  /** One step of the journey (availability only), or `null` for the whole of it. */
  readonly step: string | null;
  /** Measured from this vantage only, or `null` for all. */
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
 * Several SLOs as one; members are given by name.
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
 * Time that counts neither as good nor as bad: once, or recurring. Wall-clock times are in `timeZone`.
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
 * What Slack messages link to, and whom they mention.
 *
 * @example const runbook = configuration.slack.links.runbook?.replaceAll('{stage}', 'dev') ?? null;
 */
export type SlackConfiguration = {
  /** URLs, in which `{stage}` stands for the stage; `null`: none, or the platform's own dashboard. */
  readonly links: {
    readonly dashboard: string | null;
    readonly report: string | null;
    readonly runbook: string | null;
  };
  /** Ids of a user group (`S…`) or of a user (`U…`, `W…`), by the severity of the alert; `null`: no one. */
  readonly mention: { readonly page: string | null; readonly ticket: string | null };
};

/**
 * Where each kill is marked; secrets are not in it.
 *
 * @example { grafana: { url: 'https://grafana.example.com', dashboardUid: null, tags: [] }, datadog: null }
 */
export type AnnotationsConfiguration = {
  readonly grafana: {
    readonly url: string;
    /** `null`: the whole organization, so that any dashboard can show it. */
    readonly dashboardUid: string | null;
    readonly tags: readonly string[];
  } | null;
  readonly datadog: {
    /** `datadoghq.com`, `datadoghq.eu`, `us3.datadoghq.com`. */
    readonly site: string;
    readonly tags: readonly string[];
  } | null;
  /** The stage's own dashboard; on this machine there is none. Absent from a file that an older version shipped. */
  readonly cloudWatch?: {
    /** How long a mark stays there. */
    readonly days: number;
  } | null;
};

/**
 * Settings that apply to every judge.
 *
 * @example { maxLagMs: 200, minCoverage: 0.9 }
 */
export type Judging = {
  /** A slice whose own lag p99 exceeds this is void, not blamed on the service. */
  readonly maxLagMs: number;
  /** Share of slices required for a verdict, 0–1. */
  readonly minCoverage: number;
};

/**
 * How to ask the service what it holds: a GET whose JSON answer contains the number of stored writes.
 *
 * @example { get: '/total', json: 'total' }
 */
export type AuditConfiguration = {
  readonly get: string;
  /** Where the number is in the answer; `` means the whole answer. */
  readonly json: JsonPath;
};

/**
 * The whole configuration, as `loadConfiguration` returns it.
 *
 * @example const names = (configuration: Configuration) => configuration.slos.map(({ name }) => name);
 */
export type Configuration = {
  readonly service: string;
  readonly mode: 'dry-run' | 'armed';
  readonly schedule: ChaosSchedule;
  readonly groups: readonly GroupConfiguration[];
  readonly probe: Judging;
  /** At least one judge. A journey without steps uses the steps of the service's own journey with its role. */
  readonly journeys: readonly MeasuredJourney[];
  /** Queried before and after a local run; `null`: the data store reports the number itself, or nothing does. */
  readonly audit: AuditConfiguration | null;
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
    /** What else is refused when little of the budget is left, besides everything below the reserve. */
    readonly policy: readonly PolicyRule[];
  };
  readonly slack: SlackConfiguration;
  /** Left out: kills are marked nowhere else. */
  readonly annotations?: AnnotationsConfiguration | undefined;
};
