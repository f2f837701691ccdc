/**
 * An experiment, its hypothesis and its recorded life:
 * `drawn → refused | claimed → baseline → injected → recovering → completed | aborted` (domain.md §4).
 */
import type { AbortReason } from './abort-reason.ts';
import type { FaultName } from './fault.ts';
import type { Instance } from './fleet.ts';
import type { Refusal } from './refusal.ts';

/** What must hold for the experiment to pass, written down before the fault. */
export type Hypothesis = {
  readonly maxBadProbes: number;
  /** p99 of the journey over the impact window, in milliseconds. */
  readonly maxP99Ms: number;
  /** From injection until the group is whole again and the users are back in the steady state. */
  readonly maxRecoverMs: number;
};

/** One planned experiment: what to hit, how, when, and what should hold. */
export type ExperimentPlan = {
  readonly id: string;
  readonly group: string;
  readonly fault: FaultName;
  /** For faults that can be undone. Absent from plans of older versions. */
  readonly faultDurationMs?: number;
  /** Only members with this role may be hit: the data primary, say. `any` lets chance choose. */
  readonly role: 'any' | 'primary' | 'secondary';
  /** Only this instance may be hit; absent: chance chooses, by the seed. Not in plans of older versions. */
  readonly instanceId?: string;
  readonly plannedAtMs: number;
  /** Everything random in this experiment comes from this seed. */
  readonly seed: string;
  /** At most one experiment can ever claim this key: `web/2026-11-23`, or `gameday/<run>/3`. */
  readonly claimKey: string;
  readonly hypothesis: Hypothesis;
  readonly mode: 'dry-run' | 'armed';
};

/** Latency percentiles in milliseconds; `null` if there was no sample. */
export type Percentiles = { readonly p50: number; readonly p95: number; readonly p99: number };

/** What one experiment did to the users: integer counts, milliseconds, and a share of the error budget. */
export type Impact = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly probes: { readonly sent: number; readonly bad: number };
  readonly errors: readonly (readonly [kind: string, count: number])[];
  readonly longestBadRun: number;
  readonly latencyMs: { readonly baseline: Percentiles | null; readonly impact: Percentiles | null };
  /** Injection → the load balancer (or the replica set) no longer uses the target. */
  readonly detectMs: number | null;
  /** Injection → the group is back at its desired healthy size. */
  readonly replaceMs: number | null;
  /**
   * Of a group in which nothing is replaced, so that `replaceMs` is `null`: injection → all others are well, and no one uses
   * the target. Not written: the group is replaced.
   */
  readonly carryOnMs?: number | null;
  /** Injection → first slice from which the users are back in the steady state; 0 when they never left it. */
  readonly recoverMs: number | null;
  /** Share of a full window's error budget (above 1 when overspent) of the SLO that paid at the time. */
  readonly budgetSpent: number;
  /**
   * Bad events beyond what the baseline explains, by SLI: the cost to any SLO. Absent from records of older versions.
   */
  readonly excess?: { readonly availability: number; readonly latency: number };
  /** Probed slices ÷ expected slices, 0–1. */
  readonly coverage: number;
};

export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** A judgement and the sentences that explain it, worst first. */
export type Judgement = { readonly verdict: Verdict; readonly reasons: readonly string[] };

/** Each state of an experiment, with what is known once it is reached. */
export type ExperimentState =
  | { readonly kind: 'drawn'; readonly plan: ExperimentPlan }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** `seen`: its group when the gate decided. Absent from records of older versions, and from published events. */
  | { readonly kind: 'claimed'; readonly target: TargetRecord; readonly seen?: GroupRecord }
  | { readonly kind: 'baseline'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'injected'; readonly injectedAtMs: number }
  | { readonly kind: 'recovering'; readonly detectedAtMs: number | null }
  | { readonly kind: 'completed'; readonly impact: Impact; readonly judgement: Judgement }
  | { readonly kind: 'aborted'; readonly reason: AbortReason; readonly impact: Impact | null };

/** The target as it was when chosen. */
export type TargetRecord = {
  readonly instanceId: string;
  readonly slot: string;
  readonly zone: string;
  readonly role: 'primary' | 'secondary' | 'syncing' | 'none';
};

/** One member of a group as the gate saw it. */
export type MemberRecord = TargetRecord & Pick<Instance, 'state' | 'isHealthy' | 'isInService'>;

/** A group as the gate saw it. */
export type GroupRecord = {
  readonly desiredSize: number;
  /** Of all members, listed or not, without those that were terminated. */
  readonly size: number;
  /** The target first, then by slot; 20 at most. */
  readonly members: readonly MemberRecord[];
};

/** One recorded step in the life of an experiment; `seq` counts from 0 within the experiment. */
export type Transition = {
  readonly experimentId: string;
  readonly seq: number;
  readonly atMs: number;
  readonly state: ExperimentState;
};
