import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentPorts, ExperimentSettings } from '@garbageday/core/chaos/experiment-ports.ts';
import { outcomeOf, readExperiments } from '@garbageday/core/chaos/fold-experiment.ts';
import { runExperiment } from '@garbageday/core/chaos/run-experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/report/report.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, experimentSettings } from '../../fakes/experiment.ts';
import { journalSteps } from '../../fakes/journal-steps.ts';
import { simulatedWorld, type WorldOptions } from '../../fakes/simulated-world.ts';

type Scene = {
  readonly world?: Partial<WorldOptions>;
  readonly plan?: Partial<ExperimentPlan>;
  readonly settings?: Partial<ExperimentSettings>;
  readonly ports?: (world: ReturnType<typeof simulatedWorld>) => Partial<ExperimentPorts>;
};

/** Lets the prober measure for twenty seconds, then runs the experiment to its end. */
async function play({ world: changes = {}, plan = {}, settings = {}, ports = () => ({}) }: Scene = {}) {
  const world = simulatedWorld(changes);
  await world.clock.sleep(20_000);
  const { steps } = journalSteps(world.clock, new Map());
  const outcome = await runExperiment(
    { ...world, steps, ...ports(world) },
    experimentPlan(plan),
    experimentSettings(settings),
  );
  const [record] = await readExperiments(world.ledger, { fromMs: 0, toMs: world.clock.now() + 1 });
  const states = world.published.flatMap((event) =>
    event.kind === 'transition' ? [event.transition.state.kind] : [],
  );
  return { world, outcome, record, states };
}

const onlyIf = <K extends ExperimentOutcome['kind']>(outcome: ExperimentOutcome, kind: K) => {
  expect(outcome.kind).toBe(kind);
  return outcome as Extract<ExperimentOutcome, { kind: K }>;
};

describe('an experiment that users do not notice', () => {
  it('passes, and says when the group let go of the target and was whole again', async () => {
    const { outcome, world } = await play();
    const { impact, judgement, target } = onlyIf(outcome, 'completed');
    expect(judgement.verdict).toBe('pass');
    expect(impact).toMatchObject({
      detectMs: 300,
      replaceMs: 4_000,
      recoverMs: 0,
      budgetSpent: 0,
      coverage: 1,
    });
    expect(impact.probes.bad).toBe(0);
    expect(impact.probes.sent).toBe((impact.toMs - impact.fromMs) / 100);
    expect(target.instanceId).toBe(world.injections[0]?.target.id);
  });

  it('goes through every state in order, each recorded and published once', async () => {
    const { states } = await play();
    expect(states).toEqual(['drawn', 'claimed', 'baseline', 'injected', 'recovering', 'completed']);
  });

  it('undoes the fault, even one that cannot be undone', async () => {
    const { world } = await play();
    expect(world.undone).toEqual(['gameday-x-1']);
  });

  it('is the same outcome when the ledger is read again', async () => {
    const { outcome, record } = await play();
    expect(record && outcomeOf(record)).toEqual(outcome);
  });
});
