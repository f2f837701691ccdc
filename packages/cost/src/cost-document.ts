/** The bill as one JSON document, `garbageday/cost@1`: US dollars, not rounded. */
import { hoursPerMonth } from './assumptions.ts';
import { pricedRegion, pricesAsOf } from './prices.ts';
import { assumptions, honesty, leftOut } from './remarks.ts';
import type { StageCost } from './stage-cost.ts';

export const costSchema = 'garbageday/cost@1';

export function costDocument(costs: readonly StageCost[]) {
  return {
    schema: costSchema,
    currency: 'USD',
    region: pricedRegion,
    pricesAsOf,
    hoursPerMonth,
    remark: honesty,
    assumptions,
    leftOut,
    stages: costs,
  };
}
