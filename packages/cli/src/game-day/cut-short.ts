/** Ends the experiments of this run when somebody ends the run. */
import { endExperiments, unmeasured } from '@garbageday/core/chaos/end-experiments.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { isUnderWay } from '@garbageday/core/chaos/fold-experiment.ts';
import type { FaultHandle, Interval, Ledger } from '@garbageday/core/ports.ts';

export type Cut = {
  /** Of the run so far: what is under way ends with it. */
  readonly interval: Interval;
  /** One sentence: who ended it. */
  readonly text: string;
  readonly recordedFault: (experimentId: string) => Promise<FaultHandle | null>;
};

/** Returns what became of them. There is nothing to undo: the servers die with their supervisor. */
export async function cutShort(
  ledger: Pick<Ledger, 'transitions' | 'recordTransition'>,
  { interval, text, recordedFault }: Cut,
): Promise<readonly ExperimentOutcome[]> {
  return await endExperiments(ledger, {
    interval,
    isToEnd: isUnderWay,
    endOf: () => ({ atMs: interval.toMs, reason: { kind: 'operator', text } }),
    recordedFault,
    impactOf: unmeasured,
  });
}
