/** What became of the experiments that a report tells of, from the ledger, one experiment at a time. */
import type { Transition } from '../chaos/experiment.ts';
import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import { foldExperiment, livesOf, standingOf } from '../chaos/fold-experiment.ts';
import type { Ledger } from '../ports.ts';
import { happenedAtMs } from './happened-at.ts';

/** Slices and experiments are kept this long (domain.md §8). */
const keptMs = 400 * 86_400_000;

/** An experiment that has ended, or should have. */
export type PastExperiment = {
  readonly outcome: ExperimentOutcome;
  /** When the fault struck; else when it ended, or was to begin. */
  readonly atMs: number;
  /** How long its baseline was; 0 when it had none. */
  readonly baselineMs: number;
};

/**
 * Experiments that began up to `toMs`, as far back as the ledger remembers, in order of their beginning. Those without an
 * end are among them, but for those that are still to come.
 */
export async function readHistory(
  ledger: Pick<Ledger, 'transitions'>,
  toMs: number,
): Promise<readonly PastExperiment[]> {
  const past: PastExperiment[] = [];
  for await (const transitions of livesOf(ledger, { fromMs: toMs - keptMs, toMs })) {
    const outcome = standingOf(foldExperiment(transitions));
    if (isToCome(outcome, toMs)) continue;
    past.push({ outcome, atMs: happenedAtMs(outcome), baselineMs: baselineOf(transitions) });
  }
  return past;
}

function baselineOf(transitions: readonly Transition[]): number {
  const [length = 0] = transitions.flatMap(({ state }) =>
    state.kind === 'baseline' ? [state.toMs - state.fromMs] : [],
  );
  return length;
}

/** Drawn for later. */
function isToCome(outcome: ExperimentOutcome, nowMs: number): boolean {
  return outcome.kind === 'unfinished' && outcome.state === 'drawn' && outcome.plan.plannedAtMs >= nowMs;
}
