/** The one report model from which every renderer draws. Counts are integers, ratios 0–1, nothing is rounded here. */
import type { ExperimentPlan, Impact, Judgement, TargetRecord } from '../chaos/experiment.ts';
import type { Refusal } from '../chaos/refusal.ts';

/** What became of one planned experiment. */
export type ExperimentOutcome =
  | {
      readonly kind: 'refused';
      readonly plan: ExperimentPlan;
      readonly atMs: number;
      readonly refusal: Refusal;
    }
  | {
      readonly kind: 'completed';
      readonly plan: ExperimentPlan;
      readonly target: TargetRecord;
      readonly injectedAtMs: number;
      readonly impact: Impact;
      readonly judgement: Judgement;
    }
  | {
      readonly kind: 'aborted';
      readonly plan: ExperimentPlan;
      readonly target: TargetRecord | null;
      readonly atMs: number;
      readonly reason: string;
      readonly impact: Impact | null;
    }
  | {
      /** Every check passed and this target would have been hit; nothing was injected, nothing is proven. */
      readonly kind: 'dry-run';
      readonly plan: ExperimentPlan;
      readonly target: TargetRecord;
      readonly atMs: number;
    };

/** A two-sided 95% confidence interval of a ratio. */
export type ConfidenceInterval = { readonly low: number; readonly high: number };

export type SloVerdict = 'met' | 'missed' | 'not-yet-provable' | 'no-data';

/** One objective over its window. `remaining` is a share of the budget of a full window and may be negative. */
export type SloResult = {
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
  readonly consumed: number;
  readonly remaining: number;
  readonly verdict: SloVerdict;
};

/** How often a group has been proven to survive the loss of one: "30 of 30 kills clean", and what that proves. */
export type ProofOfRedundancy = {
  readonly group: string;
  readonly clean: number;
  readonly kills: number;
  /** One-sided 95% upper bound of the failure probability (exact Clopper–Pearson); null with no kills. */
  readonly failureUpperBound: number | null;
};

/** Where the bad events of a journey came from; the three shares add up to `bad`, always. */
export type Attribution = {
  readonly bad: number;
  readonly byExperiment: readonly {
    readonly experimentId: string;
    readonly bad: number;
    readonly spent: number;
  }[];
  readonly chaos: number;
  readonly unattributed: number;
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

/** The users' side of a run, exact to the request. */
export type UserTotals = {
  readonly sent: number;
  readonly failed: number;
  readonly retried: number;
  /** Inserts that a user was told had been counted, and what the database holds. Equal, or a write was lost or doubled. */
  readonly acknowledged: number;
  readonly stored: number | null;
  readonly longestWaitMs: number;
};

export type Report = {
  readonly service: string;
  readonly platform: { readonly name: 'local' | 'aws'; readonly lb: string; readonly data: string };
  readonly seed: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly readyMs: number | null;
  readonly experiments: readonly ExperimentOutcome[];
  readonly users: UserTotals;
  readonly slos: readonly SloResult[];
  readonly proofs: readonly ProofOfRedundancy[];
  readonly attribution: Attribution;
  readonly timeline: { readonly users: readonly TimelinePoint[]; readonly probe: readonly TimelinePoint[] };
  readonly verdict: 'kept' | 'broken' | 'inconclusive';
};
