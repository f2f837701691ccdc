/** The outcomes of the experiments in a report, from the ledger, one experiment at a time. */

import type { Transition } from '../chaos/experiment.ts';
import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import { foldExperiment, livesOf, standingOf } from '../chaos/transitions.ts';
import type { Ledger } from '../ports.ts';
import { keptMs } from '../time/durations.ts';
import { happenedAtMs } from './happened-at.ts';

/** An experiment that has ended, or should have. */
export type PastExperiment = {
  readonly outcome: ExperimentOutcome;
  /** When the fault was injected; else when the experiment ended, or was planned to begin. */
  readonly atMs: number;
  /** How long its baseline was; 0 when it had none. */
  readonly baselineMs: number;
};

/**
 * Experiments that began up to `toMs`, as far back as the ledger remembers, in the order in which they began. Includes
 * those without an end, except those still to come.
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

/** How long its baseline was; 0 when it had none. */
export function baselineOf(transitions: readonly Transition[]): number {
  const [length = 0] = transitions.flatMap(({ state }) =>
    state.kind === 'baseline' ? [state.toMs - state.fromMs] : [],
  );
  return length;
}

/** Drawn for later. */
function isToCome(outcome: ExperimentOutcome, nowMs: number): boolean {
  return outcome.kind === 'unfinished' && outcome.state === 'drawn' && outcome.plan.plannedAtMs >= nowMs;
}
