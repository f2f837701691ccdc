/** Experiments that died with their supervisor: nobody will end them, and until they end they refuse all others. */
import type { Transition } from '@garbageday/core/chaos/experiment.ts';
import { foldExperiment, isUnderWay } from '@garbageday/core/chaos/fold-experiment.ts';
import type { Ledger } from '@garbageday/core/ports.ts';

const dayMs = 86_400_000;

/**
 * Records the end of every experiment of the last day that is under way. Only for whoever holds the directory's lock,
 * before its own first experiment; there is nothing to undo, because the servers died with their supervisor too.
 */
export async function abandonOrphans(
  ledger: Pick<Ledger, 'transitions' | 'recordTransition'>,
  nowMs: number,
): Promise<void> {
  const lives = new Map<string, Transition[]>();
  for await (const transition of ledger.transitions({ fromMs: nowMs - dayMs, toMs: nowMs + 1 })) {
    const life = lives.get(transition.experimentId) ?? [];
    lives.set(transition.experimentId, life);
    life.push(transition);
  }
  for (const [experimentId, life] of lives) {
    if (!isUnderWay(foldExperiment(life))) continue;
    const reason = 'the garbageday that ran it ended before it did';
    const seq = (life.at(-1)?.seq ?? 0) + 1;
    await ledger.recordTransition({
      ...{ experimentId, seq, atMs: nowMs },
      state: { kind: 'aborted', reason, impact: null },
    });
  }
}
