/** Writes the life of one experiment into the ledger, and tells whoever listens. */
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

/** A recorder that numbers the transitions of this experiment from 0. Each is one step: recorded first, then published. */
export function transitionRecorder(
  { clock, ledger, events, steps }: Pick<ExperimentPorts, 'clock' | 'ledger' | 'events' | 'steps'>,
  plan: ExperimentPlan,
): RecordTransition {
  let nextSeq = 0;
  return (state) => {
    const seq = nextSeq;
    nextSeq += 1;
    return steps.run(stepName(plan, `record ${state.kind}`), async () => {
      const transition: Transition = { experimentId: plan.id, seq, atMs: clock.now(), state };
      await ledger.recordTransition(transition);
      await events.publish({ kind: 'transition', plan, transition });
      return transition;
    });
  };
}
