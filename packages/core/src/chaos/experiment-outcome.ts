/** How an experiment ended, or what is known of one that has not. */
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
      /** `null`: nothing was injected, as far as anybody recorded. */
      readonly injectedAtMs: number | null;
      readonly reason: AbortReason;
      /** `null`: nothing was injected, or nobody measured what it did. */
      readonly impact: Impact | null;
    }
  | {
      /** No end is recorded: it goes on, never began, or whatever ran it is gone. */
      readonly kind: 'unfinished';
      readonly plan: ExperimentPlan;
      readonly target: TargetRecord | null;
      readonly injectedAtMs: number | null;
      /** The last state that is recorded, and since when. */
      readonly state: ExperimentState['kind'];
      readonly atMs: number;
    }
  | {
      /** Every check passed and this target would have been hit; nothing was injected, nothing is proven. */
      readonly kind: 'dry-run';
      readonly plan: ExperimentPlan;
      readonly target: TargetRecord;
      readonly atMs: number;
    };
