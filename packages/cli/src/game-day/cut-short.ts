/** Ends experiments that nobody will end any more. */
import type { AbortReason } from '@garbageday/core/chaos/abort-reason.ts';
import type { Transition } from '@garbageday/core/chaos/experiment.ts';
import { foldExperiment, isUnderWay, outcomeOf } from '@garbageday/core/chaos/fold-experiment.ts';
import type { Interval, Ledger } from '@garbageday/core/ports.ts';
import type { ExperimentOutcome } from '@garbageday/core/report/report.ts';

/**
 * Records that every experiment under way that began in the interval was aborted at its end. Returns what became of
 * them. There is nothing to undo: the servers die with their supervisor.
 */
export async function cutShort(
  ledger: Pick<Ledger, 'transitions' | 'recordTransition'>,
  interval: Interval,
  reason: AbortReason,
): Promise<readonly ExperimentOutcome[]> {
  const outcomes: ExperimentOutcome[] = [];
  for (const life of await livesOf(ledger, interval)) {
    const last = life.at(-1);
    if (last === undefined || !isUnderWay(foldExperiment(life))) continue;
    const { experimentId, seq } = last;
    const state = { kind: 'aborted', reason, impact: null } as const;
    const end: Transition = { experimentId, seq: seq + 1, atMs: interval.toMs, state };
    await ledger.recordTransition(end);
    const outcome = outcomeOf(foldExperiment([...life, end]));
    if (outcome !== null) outcomes.push(outcome);
  }
  return outcomes;
}

/** The transitions of each experiment, in order. */
async function livesOf(
  ledger: Pick<Ledger, 'transitions'>,
  interval: Interval,
): Promise<readonly Transition[][]> {
  const lives = new Map<string, Transition[]>();
  for await (const transition of ledger.transitions(interval)) {
    const life = lives.get(transition.experimentId) ?? [];
    lives.set(transition.experimentId, life);
    life.push(transition);
  }
  return [...lives.values()];
}
