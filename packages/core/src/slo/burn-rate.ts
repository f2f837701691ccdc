/** How fast the budget burns: 1 spends exactly the budget in exactly the window (SRE Workbook, ch. 5). */
import type { Counts } from '../probe/slice.ts';
import { badOf, errorBudget } from './error-budget.ts';

/** Error ratio ÷ error budget; `null` without an event: no data is not 0. */
export function burnRate(counts: Counts, objective: number): number | null {
  const budget = errorBudget(objective);
  return counts.total === 0 ? null : badOf(counts) / counts.total / budget;
}
