/** How fast the budget burns: 1 spends exactly the budget in exactly the window (SRE Workbook, ch. 5). */
import { exactBad, spentShare, type Tallied } from './error-budget.ts';
import { toNumber } from './fraction.ts';

/** Error ratio ÷ error budget of the events seen; `null` without an event: no data is not 0. */
export function burnRate(counts: Tallied, objective: number): number | null {
  const spent = spentShare(exactBad(counts), objective, counts.total);
  return counts.total === 0 ? null : toNumber(spent);
}
