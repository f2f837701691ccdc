/** Which steps one run of a journey takes. */
import type { Random } from '@garbageday/core/ports.ts';
import type { Journey, JourneyStep } from '@garbageday/core/probe/journey.ts';

type Steps = Journey['steps'];

/** All steps in order, or if they have weights, one of them with a probability proportional to its weight. */
export function stepChooser(steps: Steps, random: Random): () => Steps {
  if (steps.every(({ weight }) => weight === undefined)) return () => steps;
  const total = steps.reduce((sum, step) => sum + weightOf(step), 0);
  return () => {
    let left = random.next() * total;
    const chosen = steps.find((step) => {
      left -= weightOf(step);
      return left < 0;
    });
    // Rounding may choose none.
    return [chosen ?? steps.at(-1)].filter((step) => step !== undefined);
  };
}

function weightOf({ weight = 1 }: JourneyStep): number {
  return weight;
}
