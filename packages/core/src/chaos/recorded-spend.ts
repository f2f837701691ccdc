/** What past experiments spent, as shares of the budget that there is now. */

import { consumed } from '../slo/error-budget.ts';
import type { Impact } from './experiment.ts';

/** The objective that pays, and the events of its window. */
export type PayingBudget = {
  readonly sli: 'availability' | 'latency';
  readonly objective: number;
  readonly events: number;
};

/**
 * The bad events that an impact caused, over today's budget: the objective may have changed since. Records of older
 * versions know only the share that it was of the budget then, which is taken as it is.
 */
export function recordedSpend(
  { excess, budgetSpent }: Impact,
  { sli, objective, events }: PayingBudget,
): number {
  return excess === undefined ? budgetSpent : consumed(excess[sli], objective, events);
}
