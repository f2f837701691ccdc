/** What became of the experiments that a report tells of, from the ledger, one experiment at a time. */
import type { Transition } from '../chaos/experiment.ts';
import { foldExperiment, outcomeOf } from '../chaos/fold-experiment.ts';
import type { Interval, Ledger } from '../ports.ts';
import type { ExperimentOutcome } from './report.ts';

/** Slices and experiments are kept this long (domain.md §8). */
const keptMs = 400 * 86_400_000;

/** An experiment that has ended. */
export type PastExperiment = {
  readonly outcome: ExperimentOutcome;
  /** When the fault struck or, where it did not, when it ended. */
  readonly atMs: number;
  /** How long its baseline was; 0 when it had none. */
  readonly baselineMs: number;
};

/** Experiments that began up to `toMs`, as far back as the ledger remembers, in order of their beginning. */
export async function readHistory(
  ledger: Pick<Ledger, 'transitions'>,
  toMs: number,
): Promise<readonly PastExperiment[]> {
  const past: PastExperiment[] = [];
  for await (const transitions of byExperiment(ledger, { fromMs: toMs - keptMs, toMs })) {
    const outcome = outcomeOf(foldExperiment(transitions));
    if (outcome !== null) past.push({ outcome, atMs: hitAtMs(outcome), baselineMs: baselineOf(transitions) });
  }
  return past;
}

/** The ledger yields transitions by experiment: one experiment's are in memory at a time. */
async function* byExperiment(
  ledger: Pick<Ledger, 'transitions'>,
  interval: Interval,
): AsyncIterable<readonly Transition[]> {
  let current: Transition[] = [];
  for await (const transition of ledger.transitions(interval)) {
    if (current.length > 0 && current[0]?.experimentId !== transition.experimentId) {
      yield current;
      current = [];
    }
    current.push(transition);
  }
  if (current.length > 0) yield current;
}

function baselineOf(transitions: readonly Transition[]): number {
  const [length = 0] = transitions.flatMap(({ state }) =>
    state.kind === 'baseline' ? [state.toMs - state.fromMs] : [],
  );
  return length;
}

function hitAtMs(outcome: ExperimentOutcome): number {
  if (outcome.kind === 'completed') return outcome.injectedAtMs;
  return outcome.kind === 'aborted' && outcome.impact !== null ? outcome.impact.fromMs : outcome.atMs;
}
