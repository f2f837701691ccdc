/** How fast the budget burns: 1 spends exactly the budget in exactly the window (SRE Workbook, ch. 5). */
import type { Counts } from '../probe/slice.ts';
import { badOf, consumed } from './error-budget.ts';

/** Error ratio ÷ error budget; `null` without an event: no data is not 0. */
export function burnRate(counts: Counts, objective: number): number | null {
  const spent = consumed(badOf(counts), objective, counts.total);
  return counts.total === 0 ? null : spent;
}
