/** Experiments that died with their supervisor: nobody will end them, and until they end they refuse all others. */
import { abandonedEnd, endExperiments, unmeasured } from '@garbageday/core/chaos/end-experiments.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import type { FaultHandle, Ledger } from '@garbageday/core/ports.ts';

/**
 * Records the end of every experiment of this directory that has none, however long ago it began, when it was last heard
 * of. Only for whoever holds the directory's lock, before its own first experiment. Returns what became of them.
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
