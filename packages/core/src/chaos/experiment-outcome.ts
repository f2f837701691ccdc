/** How an experiment ended, or what is known about one that has not. */
import type { AbortReason } from './abort-reason.ts';
import type { ExperimentPlan, ExperimentState, Impact, Judgement, TargetRecord } from './experiment.ts';
import type { Refusal } from './refusal.ts';

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
      /** `null`: no injection was recorded. */
      readonly injectedAtMs: number | null;
      readonly reason: AbortReason;
      /** `null`: nothing was injected, or its impact was not measured. */
      readonly impact: Impact | null;
    }
  | {
      /** No end is recorded: it is still running, never began, or its process is gone. */
      readonly kind: 'unfinished';
      readonly plan: ExperimentPlan;
      readonly target: TargetRecord | null;
      readonly injectedAtMs: number | null;
      /** The last recorded state, and since when. */
      readonly state: ExperimentState['kind'];
      readonly atMs: number;
    }
  | {
      /** Every check passed and this target would have been hit. Nothing was injected, so nothing is proven. */
      readonly kind: 'dry-run';
      readonly plan: ExperimentPlan;
      readonly target: TargetRecord;
      readonly atMs: number;
    };
