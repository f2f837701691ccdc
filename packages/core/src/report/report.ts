/** The one report model from which every renderer draws. Counts are integers, ratios 0–1, nothing is rounded here. */

import type { Percentiles, Verdict } from '../chaos/experiment.ts';
import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import type { RefusalReason } from '../chaos/refusal.ts';
import type { Counts } from '../probe/slice.ts';
import type { PolicyRule } from '../slo/policy.ts';
import type { JourneyCoverage } from './journey-coverage.ts';

/** A two-sided 95% confidence interval of a ratio. */
export type ConfidenceInterval = { readonly low: number; readonly high: number };

export type SloVerdict = 'met' | 'missed' | 'not-yet-provable' | 'no-data';

/** One objective scored: its `SloStatus`, as configured. `remaining` may be negative. */
export type SloScore = {
  readonly name: string;
  readonly journey: string;
  readonly sli: 'availability' | 'latency';
  /** Milliseconds, for a latency SLI; null for availability. */
  readonly thresholdMs: number | null;
  readonly objective: number;
  readonly window: string;
  readonly good: number;
  readonly total: number;
  readonly ratio: number | null;
  readonly interval: ConfidenceInterval | null;
  /** `seen`: the budget is one of the events seen; `window`: of all that the window holds. */
  readonly basis: 'seen' | 'window';
  /** N: the events that the budget is a share of. */
  readonly events: number;
  readonly consumed: number;
  readonly remaining: number;
  readonly verdict: SloVerdict;
  /** The window is over, or full. While it is not, `met` is "met so far". */
  readonly isFinal: boolean;
};

/** Several objectives as one: the weighted mean of their SLIs over a window of its own. */
export type CompositeScore = {
  readonly name: string;
  readonly objective: number;
  readonly window: { readonly text: string; readonly startMs: number; readonly endMs: number };
  readonly members: readonly CompositeMember[];
  /** `null`: a member has no data, and what it would have said is not made up. */
  readonly sli: number | null;
  /** The members' shares together; 0 without data. */
  readonly consumed: number;
  readonly remaining: number;
  readonly interval: ConfidenceInterval | null;
  readonly verdict: SloVerdict;
  readonly isFinal: boolean;
  readonly warnings: readonly string[];
};

export type CompositeMember = {
  readonly slo: string;
  /** Of all weights, 0–1. */
  readonly share: number;
  readonly sli: number | null;
  /** What it consumes of the composite's budget; the members' add up to the whole. */
  readonly consumed: number;
};

/** A composite that was configured and could not be evaluated: nobody measures what some of its members are about. */
export type NotEvaluated = { readonly name: string; readonly needs: readonly string[] };

/** One rule of the multi-window, multi-burn-rate alerts at one moment. */
export type AlertState = {
  readonly severity: 'page' | 'ticket';
  readonly longSeconds: number;
  readonly shortSeconds: number;
  /** The burn rate above which it fires, in both windows. */
  readonly factor: number;
  readonly firing: boolean;
};

/**
 * One objective over its own window, which ends with the period of the report; for a game day the run itself is the
 * window of the counts. `period` is what of it happened within the period.
 */
export type SloResult = SloScore & {
  readonly budgeting: 'occurrences' | 'timeslices' | 'ratio-timeslices';
  /** What the counts are of, half-open; the end of a calendar window may lie in the future. */
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

/** How an objective did in the period, and in the one of the same length before it; ratios, `null`: no data. */
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
  /** `null`: nobody saw the users recover. */
  readonly recoverMs: number | null;
  /** `null`: aborted after the fault. */
  readonly verdict: Verdict | null;
};

/** The trend of one group: what its kills cost and how long the users took to recover, oldest first (domain.md §4). */
export type GroupResilience = ProofOfRedundancy & {
  readonly points: readonly ResiliencePoint[];
  /** Whole days from the last kill that passed to the end of the period, also when it lies before the period. */
  readonly daysSinceProof: number | null;
  /** Instances that experiments took, also those whose impact nobody measured. */
  readonly plannedLosses: number;
  /** Instances lost that no experiment had killed; `null`: nobody records them. */
  readonly unplannedLosses: number | null;
};

/** A loss that no experiment caused. */
export type UnplannedLoss = { readonly group: string; readonly fromMs: number; readonly toMs: number };

/**
 * Where the bad events of one objective on the probe came from. bad = chaos + unattributed, and unattributed = unplanned +
 * unexplained, in integers, always. `spent`: the same as shares of the objective's one budget.
 */
export type Attribution = {
  readonly slo: string;
  /** Which events are bad: those that failed, or those that failed or were too slow. */
  readonly sli: 'availability' | 'latency';
  readonly bad: number;
  readonly byExperiment: readonly {
    readonly experimentId: string;
    readonly bad: number;
    readonly spent: number;
  }[];
  readonly chaos: number;
  readonly unattributed: number;
  /** Within an unplanned loss's window and no experiment's; `null` when losses are not recorded: `unexplained` then. */
  readonly unplanned: number | null;
  readonly unexplained: number;
  readonly spent: {
    readonly total: number;
    readonly chaos: number;
    readonly unplanned: number | null;
    readonly unexplained: number;
  };
};

/** The error-budget policy: what chaos may still spend, and why experiments were refused (domain.md §3, §6). */
export type BudgetPolicy = {
  /** The objective that pays for chaos. */
  readonly slo: string;
  /** `open`: chaos may run; `share-spent`: chaos had its share; `reserve-reached`: what is left is not chaos's. */
  readonly state: 'open' | 'share-spent' | 'reserve-reached' | 'exhausted';
  /** Shares of the budget of a full window. */
  readonly remaining: number;
  readonly reserve: number;
  /** In the objective's own window, as the gate counts it; what of it fell into the period, the attribution says. */
  readonly chaosSpent: number;
  readonly chaosShare: number;
  /** What is refused while less than `below` of the budget is left; the strictest, which is the reserve, last. */
  readonly rules: readonly (PolicyRule & { readonly isInForce: boolean })[];
  /** Refusals of the period, the most frequent first. */
  readonly refusals: readonly { readonly reason: RefusalReason; readonly count: number }[];
};

/** Planned maintenance that counted for nothing, and the counts as they are with it. */
export type Exclusions = {
  readonly intervals: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly seconds: number;
  /** Counts over the objective's window when nothing is excluded. */
  readonly slos: readonly (Counts & { readonly slo: string; readonly ratio: number | null })[];
};

/** One second (or wider) of the timeline, for charts. `null` latencies: nobody asked. */
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
   * Inserts that a user was told had been counted, and what the database holds. Equal, or a write was lost or doubled.
   * `null`: not counted, as in reports from the ledger alone.
   */
  readonly acknowledged: number | null;
  readonly stored: number | null;
  readonly longestWaitMs: number;
};

/** What a report is about: a run from start to end, or a period read from the ledger. */
export type ReportKind = 'gameday' | 'day' | 'week' | 'month' | 'window';

export type Report = {
  readonly kind: ReportKind;
  readonly service: string;
  readonly platform: { readonly name: 'local' | 'aws'; readonly lb: string; readonly data: string };
  /** `null`: a period has no seed. */
  readonly seed: string | null;
  /** IANA; in it times are shown. */
  readonly timeZone: string;
  /** The period, half-open. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly readyMs: number | null;
  /** In order of time. */
  readonly experiments: readonly ExperimentOutcome[];
  /** `null`: nobody counted the users' requests. */
  readonly users: UserTotals | null;
  readonly slos: readonly SloResult[];
  readonly composites: readonly CompositeScore[];
  readonly notEvaluated: readonly NotEvaluated[];
  /** From merged histograms of the period; `null`: no sample. */
  readonly latency: { readonly users: Percentiles | null; readonly probe: Percentiles | null };
  readonly proofs: readonly ProofOfRedundancy[];
  readonly resilience: readonly GroupResilience[];
  /** `null`: nobody records them. */
  readonly unplannedLosses: readonly UnplannedLoss[] | null;
  /** Of the objective that pays for chaos. */
  readonly attribution: Attribution;
  /** Of the other objectives on the whole journey of the probe. */
  readonly otherAttributions: readonly Attribution[];
  /** Of each journey that has objectives. */
  readonly coverage: readonly JourneyCoverage[];
  /** Against the period before; empty for a game day. */
  readonly changes: readonly SloChange[];
  /** What to do, worst first; empty: nothing. */
  readonly advice: readonly string[];
  readonly policy: BudgetPolicy;
  /** `null`: nothing was excluded. */
  readonly excluded: Exclusions | null;
  readonly timeline: { readonly users: readonly TimelinePoint[]; readonly probe: readonly TimelinePoint[] };
  readonly verdict: 'kept' | 'broken' | 'inconclusive';
};

/** The report of one run, in which everything that can be counted was. */
export type GameDayReport = Report & {
  readonly kind: 'gameday';
  readonly seed: string;
  readonly users: UserTotals & { readonly acknowledged: number };
};

export function isGameDay(report: Report): report is GameDayReport {
  const { kind, seed, users } = report;
  return kind === 'gameday' && seed !== null && users !== null && users.acknowledged !== null;
}
