import type { Transition } from '@garbageday/core/chaos/experiment.ts';
import { runExperiment } from '@garbageday/core/chaos/run-experiment.ts';
import { outcomeOf, readExperiments } from '@garbageday/core/chaos/transitions.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, experimentSettings } from '../../fakes/experiment.ts';
import { type Journal, journalSteps } from '../../fakes/journal-steps.ts';
import { simulatedWorld } from '../../fakes/simulated-world.ts';

const plan = experimentPlan({ fault: 'hang' });

/** Runs until the process dies at one place, and again, until it lives to the end. Each process finds the same ledger. */
async function playWithCrashes(crashAt: readonly number[], awayMs: number) {
  const world = simulatedWorld();
  await world.clock.sleep(20_000);
  const journal: Journal = new Map();
  const places: string[] = [];
  for (const place of crashAt) {
    const { steps, crashed } = journalSteps(world.clock, journal, place);
    const ended = runExperiment({ ...world, steps }, plan, experimentSettings()).then(() => 'the end');
    places.push(await Promise.race([crashed, ended]));
    await world.clock.sleep(awayMs);
  }
  const last = journalSteps(world.clock, journal);
  const outcome = await runExperiment({ ...world, steps: last.steps }, plan, experimentSettings());
  const transitions: Transition[] = [];
  for await (const each of world.ledger.transitions({ fromMs: 0, toMs: Infinity })) transitions.push(each);
  const [record] = await readExperiments(world.ledger, { fromMs: 0, toMs: Infinity });
  return { world, outcome, transitions, record, places };
}

/** Every place at which one uninterrupted run can crash. */
const placesOfOneRun = 63;
const everyPlace = Array.from({ length: placesOfOneRun }, (_, index) => index + 1);
const absences = [
  { name: 'at once', awayMs: 0 },
  { name: 'after ten seconds', awayMs: 10_000 },
  { name: 'after an hour', awayMs: 3_600_000 },
];

describe.each(absences)('a process that dies and is started again $name', ({ awayMs }) => {
  it.each(everyPlace)(
    'at place %d: injects at most once, undoes, and comes to one recorded end',
    async (place) => {
      const { world, outcome, transitions, record, places } = await playWithCrashes([place], awayMs);
      expect(places).not.toEqual(['the end']);
      expect(world.injections.length).toBeLessThanOrEqual(1);
      for (const { handle } of world.injections) expect(world.undone).toContain(handle.experimentId);
      expect(['completed', 'aborted']).toContain(outcome.kind);
      expect(transitions.map(({ seq }) => seq)).toEqual(transitions.map((_, index) => index));
      expect(
        transitions.filter(({ state }) => state.kind === 'completed' || state.kind === 'aborted'),
      ).toHaveLength(1);
      expect(record && outcomeOf(record)?.kind).toBe(outcome.kind);
    },
  );
});

describe('a process that dies again and again', () => {
  it('still injects at most once and undoes', async () => {
    // Each new process replays what is remembered without a place to crash, so the second place is always further on.
    const { world, outcome } = await playWithCrashes(Array(60).fill(2), 0);
    expect(world.injections).toHaveLength(1);
    expect(world.undone.length).toBeGreaterThan(0);
    expect(outcome.kind).toBe('completed');
  });
});

describe('an uninterrupted run', () => {
  it('has as many places to crash as are tested', async () => {
    const { places } = await playWithCrashes([placesOfOneRun + 1], 0);
    expect(places).toEqual(['the end']);
  });
});
