/** The one report model from which every renderer draws. Counts are integers, ratios 0–1, nothing is rounded here. */

import type { Percentiles, Verdict } from '../chaos/experiment.ts';
import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import type { RefusalReason } from '../chaos/refusal.ts';
import type { JourneyRole } from '../probe/journey.ts';
import type { MeasuredBy } from '../probe/traffic-source.ts';
import type { Attribution } from '../slo/attribution.ts';
import type { CompositeScore } from '../slo/composite.ts';
import type { PolicyRule } from '../slo/error-budget.ts';
import type { SloScore } from '../slo/score-of.ts';
import type { AlertState } from '../slo/slo-evaluation.ts';
import type { Counts } from '../statistics/counts.ts';
import type { ServerFinding } from './finding.ts';
import type { JourneyCoverage } from './journey-coverage.ts';

/** A composite that could not be evaluated because what some of its members need is not measured. */
export type NotEvaluated = { readonly name: string; readonly needs: readonly string[] };

/**
 * One SLO over its own window, which ends with the report's period; for a game day, the counts are those of the run
 * itself. `period` is the part that happened within the period.
 */
export type SloResult = SloScore & {
  readonly budgeting: 'occurrences' | 'timeslices' | 'ratio-timeslices';
  /** The window of the counts, half-open; the end of a calendar window may lie in the future. */
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  readonly period: Counts;
  /** Burn rates over every window of the alert rules, ascending; `null`: no data. Empty for a game day. */
  readonly burn: readonly { readonly seconds: number; readonly rate: number | null }[];
  /** Every rule, firing or not. Empty for a game day. */
  readonly alerts: readonly AlertState[];
  /** At the current burn; `null`: never, 0: already. */
  readonly exhaustedInSeconds: number | null;
  /** Sentences: low traffic, slices from the future, … */
  readonly warnings: readonly string[];
};

/** How an SLO did in the period, and in the preceding one of the same length; ratios, `null`: no data. */
export type SloChange = {
  readonly slo: string;
  readonly before: number | null;
  readonly after: number | null;
};

/** How often a group has been proven to survive the loss of one: "30 of 30 kills clean", and what that proves. */
export type ProofOfRedundancy = {
  readonly group: string;
  readonly clean: number;
  readonly kills: number;
  /** One-sided 95% upper bound of the failure probability (exact Clopper–Pearson); null with no kills. */
  readonly failureUpperBound: number | null;
};

/** One kill in the trend of a group's resilience. */
export type ResiliencePoint = {
  readonly experimentId: string;
  readonly atMs: number;
  /** Share of a full window's budget. */
  readonly budgetSpent: number;
  /** `null`: the users were not seen to recover. */
  readonly recoverMs: number | null;
  /** `null`: aborted after the fault. */
  readonly verdict: Verdict | null;
};

/** The trend of one group: what its kills cost, and how long the users took to recover, oldest first (domain.md §4). */
export type GroupResilience = ProofOfRedundancy & {
  readonly points: readonly ResiliencePoint[];
  /** Whole days from the last kill that passed, which may lie before the period, to the end of the period. */
  readonly daysSinceProof: number | null;
  /** Instances lost to experiments, including those whose impact was not measured. */
  readonly plannedLosses: number;
  /** Instances lost that no experiment had killed; `null`: not recorded. */
  readonly unplannedLosses: number | null;
};

/** A loss that no experiment caused. */
export type UnplannedLoss = { readonly group: string; readonly fromMs: number; readonly toMs: number };

/** The error-budget policy: what chaos may still spend, and why experiments were refused (domain.md §3, §6). */
export type BudgetPolicy = {
  /** The SLO that pays for chaos. */
  readonly slo: string;
  /**
   * `open`: chaos may run; `share-spent`: chaos has spent its share; `reserve-reached`: what is left is the reserve.
   */
  readonly state: 'open' | 'share-spent' | 'reserve-reached' | 'exhausted';
  /** Shares of the budget of a full window. */
  readonly remaining: number;
  readonly reserve: number;
  /** In the SLO's own window, as the gate counts it; the attribution says how much of it fell in the period. */
  readonly chaosSpent: number;
  readonly chaosShare: number;
  /**
   * What is refused while less than `below` of the budget is left; the strictest rule, which is the reserve, comes
   * last.
   */
  readonly rules: readonly (PolicyRule & { readonly isInForce: boolean })[];
  /** Refusals in the period, the most frequent first. */
  readonly refusals: readonly { readonly reason: RefusalReason; readonly count: number }[];
};

/** Excluded maintenance, and the counts as they would be with it included. */
export type Exclusions = {
  readonly intervals: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly seconds: number;
  /** Counts over the SLO's window if nothing is excluded. */
  readonly slos: readonly (Counts & { readonly slo: string; readonly ratio: number | null })[];
};

/** One second (or more) of the timeline, for charts. `null` latencies: nothing was sent. */
export type TimelinePoint = {
  readonly atMs: number;
  readonly total: number;
  readonly bad: number;
  readonly p50: number | null;
  readonly p99: number | null;
  /** Share of the budget left at the end of this point. */
  readonly budgetRemaining: number;
};

/** The users' side, exact to the request. */
export type UserTotals = {
  readonly sent: number;
  readonly failed: number;
  readonly retried: number;
  /**
   * Writes acknowledged to a user (or, with `unanswered`, to a judge as well), and the writes stored. If fewer are
   * stored, a write was lost; if more than the failed requests explain, one was doubled. `null`: not counted, as in
   * reports from the ledger alone.
   */
  readonly acknowledged: number | null;
  readonly stored: number | null;
  /** Failed requests of every journey whose writes are counted here, judges included; absent if equal to `failed`. */
  readonly unanswered?: number;
  readonly longestWaitMs: number;
  /** Who counted the users' own requests; absent: they were sent by loads, or counted in several ways. */
  readonly countedBy?: MeasuredBy;
};

/** What was measured for a journey in the period. */
export type ReportedJourney = {
  readonly name: string;
  readonly role: JourneyRole;
  /** Absent: by a prober. */
  readonly measuredBy?: MeasuredBy;
  readonly sent: number;
  readonly failed: number;
  /** From merged histograms; `null`: no samples. */
  readonly latency: Percentiles | null;
};

/** What a report is about: a run from start to end, or a period read from the ledger. */
export type ReportKind = 'gameday' | 'day' | 'week' | 'month' | 'window';

export type Report = {
  readonly kind: ReportKind;
  readonly service: string;
  readonly platform: { readonly name: 'local' | 'aws'; readonly lb: string; readonly data: string };
  /** `null`: a period has no seed. */
  readonly seed: string | null;
  /** The IANA zone in which times are shown. */
  readonly timeZone: string;
  /** The period, half-open. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly readyMs: number | null;
  /** In chronological order. */
  readonly experiments: readonly ExperimentOutcome[];
  /** Every journey, in configuration order. */
  readonly journeys: readonly ReportedJourney[];
  /** The totals of all loads; `null`: the users' requests were not counted. */
  readonly users: UserTotals | null;
  readonly slos: readonly SloResult[];
  readonly composites: readonly CompositeScore[];
  readonly notEvaluated: readonly NotEvaluated[];
  /** `users`: the first load; `probe`: the first judge. */
  readonly latency: { readonly users: Percentiles | null; readonly probe: Percentiles | null };
  readonly proofs: readonly ProofOfRedundancy[];
  readonly resilience: readonly GroupResilience[];
  /** `null`: losses are not recorded. */
  readonly unplannedLosses: readonly UnplannedLoss[] | null;
  /** For the SLO that pays for chaos. */
  readonly attribution: Attribution;
  /** For the other SLOs on whole journeys of judges. */
  readonly otherAttributions: readonly Attribution[];
  /** For each journey that has SLOs. */
  readonly coverage: readonly JourneyCoverage[];
  /** Compared with the period before; empty for a game day. */
  readonly changes: readonly SloChange[];
  /** What to do, worst first; empty: nothing. */
  readonly advice: readonly string[];
  /** Findings about the user's own server; empty: no problems, or not checked. */
  readonly findings: readonly ServerFinding[];
  readonly policy: BudgetPolicy;
  /** `null`: nothing was excluded. */
  readonly excluded: Exclusions | null;
  /** `users`: the first load; `probe`: the first judge. */
  readonly timeline: { readonly users: readonly TimelinePoint[]; readonly probe: readonly TimelinePoint[] };
  readonly verdict: 'kept' | 'broken' | 'inconclusive';
};

/** The report on one run, in which everything that can be counted was counted. */
export type GameDayReport = Report & {
  readonly kind: 'gameday';
  readonly seed: string;
  readonly users: UserTotals & { readonly acknowledged: number };
};

export function isGameDay(report: Report): report is GameDayReport {
  const { kind, seed, users } = report;
  return kind === 'gameday' && seed !== null && users !== null && users.acknowledged !== null;
}
