/** The experiments of a platform: upcoming, running, unfinished, and the latest to have ended. */
import { isDead } from '@garbageday/core/chaos/end-experiments.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { type ExperimentRecord, outcomeOf } from '@garbageday/core/chaos/transitions.ts';

export type SortedExperiments = {
  readonly scheduled: readonly ExperimentRecord[];
  readonly underWay: readonly ExperimentRecord[];
  /** Their processes are gone; the next report ends them. */
  readonly unfinished: readonly ExperimentRecord[];
  readonly last: ExperimentOutcome | null;
};

export function sortExperiments(records: readonly ExperimentRecord[], nowMs: number): SortedExperiments {
  const newestLast = records.toSorted((a, b) => a.lastAtMs - b.lastAtMs);
  return {
    scheduled: records.filter(({ state, plan }) => state.kind === 'drawn' && plan.plannedAtMs >= nowMs),
    underWay: records.filter((record) => isGoingOn(record, nowMs)),
    unfinished: records.filter((record) => outcomeOf(record) === null && isDead(record, nowMs)),
    last: newestLast.flatMap((record) => outcomeOf(record) ?? []).at(-1) ?? null,
  };
}

/** Started, or about to: an experiment drawn for now is still being started. */
function isGoingOn(record: ExperimentRecord, nowMs: number): boolean {
  const isToCome = record.state.kind === 'drawn' && record.plan.plannedAtMs >= nowMs;
  return outcomeOf(record) === null && !isToCome && !isDead(record, nowMs);
}
