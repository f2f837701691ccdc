/** Whether the hypothesis held before and after the fault, as a journal states it. */

import type { Impact, Percentiles } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { happenedAtMs } from '@garbageday/core/report/happened-at.ts';
import { roundMs } from '../format.ts';
import { type ActivityRun, activityRun, failedRun } from './journal-activity.ts';
import { type Activity, hypothesisProbes } from './journal-experiment.ts';

export type SteadyState = {
  readonly steady_state_met: boolean;
  readonly probes: readonly ActivityRun[];
};

type Completed = Extract<ExperimentOutcome, { kind: 'completed' }>;

/** From the baseline's latencies; `null` if nothing was injected or there was no baseline. */
export function steadyStateBefore(outcome: ExperimentOutcome): SteadyState | null {
  const impact = outcome.kind === 'completed' || outcome.kind === 'aborted' ? outcome.impact : null;
  const baseline: Percentiles | null = impact?.latencyMs.baseline ?? null;
  if (outcome.kind === 'refused' || baseline === null) return null;
  const atMs = happenedAtMs(outcome);
  const ran = {
    startMs: atMs,
    endMs: atMs,
    activity: hypothesisProbes(outcome.plan).p99,
    output: roundMs(baseline.p99),
  };
  return stateOf([tolerated(ran, baseline.p99)]);
}

/** Only for a completed experiment: an aborted one was never judged. */
export function steadyStateAfter(outcome: ExperimentOutcome): SteadyState | null {
  if (outcome.kind !== 'completed') return null;
  if (outcome.judgement.verdict === 'inconclusive') return blind(outcome);
  const probes = measurementsOf(outcome).map(({ activity, value }) =>
    tolerated({ ...windowOf(outcome.impact), activity, output: roundMs(value) }, value),
  );
  return { steady_state_met: outcome.judgement.verdict === 'pass', probes };
}

type Measurement = { readonly activity: Activity; readonly value: number | null };

function measurementsOf({ plan, impact }: Completed): readonly Measurement[] {
  const { bad, p99, recover } = hypothesisProbes(plan);
  return [
    { activity: bad, value: impact.probes.bad },
    { activity: p99, value: impact.latencyMs.impact?.p99 ?? null },
    { activity: recover, value: laterOf(impact) },
  ];
}

/** The later one, because both the users and the group must have recovered. */
function laterOf({ recoverMs, replaceMs, carryOnMs: wholeMs = replaceMs }: Impact): number | null {
  return recoverMs === null || wholeMs === null ? null : Math.max(recoverMs, wholeMs);
}

/** A probe that saw too little counts as crashed. */
function blind({ plan, impact, judgement }: Completed): SteadyState {
  const ran = { ...windowOf(impact), activity: hypothesisProbes(plan).bad };
  const crashed = { ...failedRun(ran, judgement.reasons), tolerance_met: false };
  return { steady_state_met: false, probes: [crashed] };
}

function windowOf({ fromMs, toMs }: Impact) {
  return { startMs: fromMs, endMs: Math.max(fromMs, toMs) };
}

function stateOf(probes: readonly ActivityRun[]): SteadyState {
  return { steady_state_met: probes.every(({ tolerance_met }) => tolerance_met === true), probes };
}

/** Compared before rounding. */
function tolerated(ran: Parameters<typeof activityRun>[0], value: number | null): ActivityRun {
  const [low, high] = ran.activity.tolerance?.range ?? [0, 0];
  return { ...activityRun(ran), tolerance_met: value !== null && value >= low && value <= high };
}
