/** The experiments of a stage's last day: what is to come, what goes on, what ended last. */
import { type ExperimentRecord, isUnderWay, outcomeOf } from '@garbageday/core/chaos/fold-experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/report/report.ts';

export type SortedExperiments = {
  readonly scheduled: readonly ExperimentRecord[];
  readonly underWay: readonly ExperimentRecord[];
  readonly last: ExperimentOutcome | null;
};

/** An execution ends within two hours (stacks/experiment.ts); what is older and has no end never will have one. */
const longestMs = 2 * 3_600_000;

export function sortExperiments(records: readonly ExperimentRecord[], nowMs: number): SortedExperiments {
  const newestLast = records.toSorted((a, b) => a.lastAtMs - b.lastAtMs);
  return {
    scheduled: records.filter(({ state, plan }) => state.kind === 'drawn' && plan.plannedAtMs >= nowMs),
    underWay: records.filter((record) => isUnderWay(record) && nowMs - record.lastAtMs < longestMs),
    last: newestLast.flatMap((record) => outcomeOf(record) ?? []).at(-1) ?? null,
  };
}
