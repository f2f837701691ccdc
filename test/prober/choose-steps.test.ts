import type { JourneyStep } from '@garbageday/core/probe/journey.ts';
import { seededRandom } from '@garbageday/core/time/random.ts';
import { stepChooser } from '@garbageday/prober/journey/choose-steps.ts';
import { describe, expect, it } from 'vitest';

function step(name: string, weight?: number): JourneyStep {
  const bare = {
    name,
    method: 'GET',
    path: `/${name}`,
    headers: [],
    body: null,
    expect: [],
    save: [],
  } as const;
  return weight === undefined ? bare : { ...bare, weight };
}

/** How often each was chosen in so many runs, each of which was one step. */
function chosen(steps: readonly JourneyStep[], runs: number): ReadonlyMap<string, number> {
  const next = stepChooser(steps, seededRandom('steps'));
  const counts = new Map<string, number>();
  for (let run = 0; run < runs; run += 1) {
    const taken = next();
    expect(taken).toHaveLength(1);
    const name = taken[0]?.name ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

describe('the steps of a run', () => {
  it('are all of them, in order, where none has a weight', () => {
    const steps = [step('a'), step('b')];
    expect(stepChooser(steps, seededRandom('x'))()).toEqual(steps);
  });

  it('are one of them in proportion to the weights, 1 where none is said', () => {
    const counts = chosen([step('a', 3), step('b'), step('c', 4)], 8_000);
    // 3, 1 and 4 of 8, within five standard deviations.
    for (const [name, expected] of [
      ['a', 3_000],
      ['b', 1_000],
      ['c', 4_000],
    ] as const) {
      expect(Math.abs((counts.get(name) ?? 0) - expected)).toBeLessThan(225);
    }
  });

  it('are the last one when the draw is as high as it can be', () => {
    const almost = { next: () => 1 } as ReturnType<typeof seededRandom>;
    expect(stepChooser([step('a', 1), step('b', 2)], almost)().map(({ name }) => name)).toEqual(['b']);
  });
});
