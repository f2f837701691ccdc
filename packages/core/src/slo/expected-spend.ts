/** What the next kill of a group will probably cost. */
import { nearestRank } from '../probe/histogram.ts';

/** The nearest-rank p95 of what the group's past experiments spent, as a share of the budget; `coldStart` while none has. */
export function expectedSpend(past: readonly number[], coldStart: number): number {
  const sorted = past.toSorted((a, b) => a - b);
  return sorted[nearestRank(sorted.length, 0.95) - 1] ?? coldStart;
}
