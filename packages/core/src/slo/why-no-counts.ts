/** What may be counted at all. */
import type { Counts } from '../probe/slice.ts';

/** Why these are no counts of one SLI, as the end of a sentence; `null` when they are: whole, and 0 ≤ good ≤ total. */
export function whyNoCounts({ good, total }: Counts): string | null {
  if (!Number.isSafeInteger(total) || total < 0) return `total is ${total}, not a whole number from 0`;
  if (!Number.isSafeInteger(good) || good < 0) return `good is ${good}, not a whole number from 0`;
  return good > total ? `good ${good} is more than total ${total}` : null;
}
