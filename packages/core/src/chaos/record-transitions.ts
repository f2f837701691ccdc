/** Writes the life of one experiment into the ledger, and then tells whoever listens, if they can be told. */
import type { ExperimentPlan, ExperimentState, Transition } from './experiment.ts';
import type { ExperimentPorts, ExperimentSettings } from './experiment-ports.ts';

export type RecordTransition = (state: ExperimentState) => Promise<Transition>;

/** One experiment on its way: what it may use, and where it writes down how far it has come. */
export type ExperimentRun = {
  readonly ports: ExperimentPorts;
  readonly plan: ExperimentPlan;
  readonly settings: ExperimentSettings;
  readonly record: RecordTransition;
};

/** Step names carry the claim, so that experiments may share one durable execution. */
export function stepName(plan: ExperimentPlan, name: string): string {
  return `${plan.claimKey}: ${name}`;
}

/**
 * A recorder that numbers the transitions of this experiment from 0. Recording is a step, and telling is another that
 * cannot fail: nobody's ears decide how an experiment ends. What could not be told is told before the next transition.
 */
export function transitionRecorder(
  { clock, ledger, events, steps }: Pick<ExperimentPorts, 'clock' | 'ledger' | 'events' | 'steps'>,
  plan: ExperimentPlan,
): RecordTransition {
  let nextSeq = 0;
  let untold: readonly Transition[] = [];
  return async (state) => {
    const seq = nextSeq;
    nextSeq += 1;
    const transition = await steps.run(stepName(plan, `record ${state.kind}`), async () => {
      const recorded: Transition = { experimentId: plan.id, seq, atMs: clock.now(), state };
      await ledger.recordTransition(recorded);
      return recorded;
    });
    const waiting = [...untold, transition];
    const told = await steps.run(stepName(plan, `tell ${state.kind}`), () => tell(events, plan, waiting));
    untold = waiting.slice(told);
    return transition;
  };
}

/** In order, as far as it goes; returns how many were told. */
async function tell(
  events: ExperimentPorts['events'],
  plan: ExperimentPlan,
  transitions: readonly Transition[],
): Promise<number> {
  let told = 0;
  try {
    for (const transition of transitions) {
      await events.publish({ kind: 'transition', plan, transition });
      told += 1;
    }
  } catch {
    // Best effort: the ledger knows, and reports come from there.
  }
  return told;
}
