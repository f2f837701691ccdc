/** The attribution of slices that are all at hand. */
import {
  type Attribution,
  attributor,
  type BudgetOfWindow,
  type ImpactWindow,
} from '@garbageday/core/slo/attribution.ts';
import type { TimedCounts } from '@garbageday/core/slo/tally.ts';

type Causes = Pick<Parameters<typeof attributor>[0], 'losses'> & {
  readonly impacts: readonly ImpactWindow[];
};

export function attribute(
  slices: readonly TimedCounts[],
  causes: Causes,
  budget: BudgetOfWindow,
): Attribution {
  const { add, result } = attributor(causes);
  slices.forEach(add);
  return result(causes.impacts, budget);
}
