/** Plays one experiment to its end in a simulated world. */

import type { ExperimentPlan, ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentPorts, ExperimentSettings } from '@garbageday/core/chaos/experiment-ports.ts';
import { runExperiment } from '@garbageday/core/chaos/run-experiment.ts';
import { readExperiments } from '@garbageday/core/chaos/transitions.ts';
import { experimentPlan, experimentSettings } from './experiment.ts';
import { freshCounts } from './fresh-counts.ts';
import { journalSteps } from './journal-steps.ts';
import { simulatedWorld, type WorldOptions } from './simulated-world.ts';

export type World = ReturnType<typeof simulatedWorld>;

export type Scene = {
  readonly world?: Partial<WorldOptions>;
  readonly plan?: Partial<ExperimentPlan>;
  readonly settings?: Partial<ExperimentSettings>;
  /** Ports to put in the place of the world's, and what else is to be prepared. */
  readonly prepare?: (world: World) => Promise<Partial<ExperimentPorts>> | Partial<ExperimentPorts>;
};

/** Lets the prober measure for twenty seconds, then runs the experiment. */
export async function playExperiment({
  world: changes = {},
  plan,
  settings,
  prepare = () => ({}),
}: Scene = {}) {
  const world = simulatedWorld(changes);
  await world.clock.sleep(20_000);
  const { steps } = journalSteps(world.clock, new Map());
  const replaced = await prepare(world);
  const windowCounts = freshCounts(replaced.ledger ?? world.ledger);
  const ports = { ...world, steps, windowCounts, ...replaced };
  const outcome = await runExperiment(ports, experimentPlan(plan), experimentSettings(settings));
  const records = await readExperiments(world.ledger, { fromMs: 0, toMs: world.clock.now() + 1 });
  const record = records.find((each) => each.plan.id === experimentPlan(plan).id);
  return { world, outcome, record, states: statesOf(world) };
}

export function statesOf({ published }: World): readonly ExperimentState['kind'][] {
  return published.flatMap((event) => (event.kind === 'transition' ? [event.transition.state.kind] : []));
}

/** Records the states of another experiment, one second apart, ending now. */
export async function recordOther(
  world: World,
  states: readonly ExperimentState[],
  changes: Partial<ExperimentPlan> = {},
): Promise<void> {
  const plan = experimentPlan({ id: 'other', group: 'data', claimKey: 'other', ...changes });
  const all: readonly ExperimentState[] = [{ kind: 'drawn', plan }, ...states];
  for (const [seq, state] of all.entries()) {
    const atMs = world.clock.now() - (all.length - 1 - seq) * 1_000;
    await world.ledger.recordTransition({ experimentId: plan.id, seq, atMs, state });
  }
}
