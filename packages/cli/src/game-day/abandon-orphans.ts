/**
 * Experiments that died with their supervisor: nothing else will end them, and until they end, all others are refused.
 */
import { abandonedEnd, endExperiments, unmeasured } from '@garbageday/core/chaos/end-experiments.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import type { FaultHandle, Ledger } from '@garbageday/core/ports.ts';

/**
 * Records the end of every experiment in this directory that has none, however long ago it began, as of when it was
 * last heard of. Only for the holder of the directory's lock, before its own first experiment. Returns their outcomes.
 */
export async function abandonOrphans(
  ledger: Pick<Ledger, 'transitions' | 'recordTransition'>,
  recordedFault: (experimentId: string) => Promise<FaultHandle | null>,
): Promise<readonly ExperimentOutcome[]> {
  return await endExperiments(ledger, {
    interval: { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER },
    isToEnd: () => true,
    endOf: abandonedEnd,
    recordedFault,
    impactOf: unmeasured,
  });
}
