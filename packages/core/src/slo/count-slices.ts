/** Slices that are all at hand, as an objective counts them. */

import type { LedgerSlice } from '../probe/slice.ts';
import type { Counts } from '../statistics/counts.ts';
import { countsFrom } from './slice-counts.ts';
import type { Slo } from './slo.ts';
import { tallyOf } from './tally.ts';

/** Good and total of all the slices; those of another journey, step or vantage do not count. */
export function countSlices(
  { budgeting, source }: Pick<Slo, 'budgeting' | 'source'>,
  slices: readonly LedgerSlice[],
): Counts {
  const beginning = Number.NEGATIVE_INFINITY;
  const tally = tallyOf(budgeting, [beginning]);
  for (const slice of slices) {
    const counts = countsFrom(source, slice);
    if (counts !== null) tally.add(counts);
  }
  return tally.since(beginning);
}
