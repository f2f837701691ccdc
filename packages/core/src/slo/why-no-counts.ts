/** Which counts are valid. */
import type { Counts } from '../statistics/counts.ts';

/**
 * Why these are not valid counts of one SLI, as the end of a sentence; `null` if they are: whole, and 0 ≤ good ≤ total.
 */
export function whyNoCounts({ good, total }: Counts): string | null {
  const why = whyNoCount('total', total) ?? whyNoCount('good', good);
  if (why !== null) return why;
  return good > total ? `good ${good} is more than total ${total}` : null;
}

/** Beyond 2^53 − 1 a JSON number is not exact (RFC 8259, section 6). */
function whyNoCount(name: string, count: number): string | null {
  if (!Number.isInteger(count) || count < 0) return `${name} is ${count}, not a whole number from 0`;
  const isExact = Number.isSafeInteger(count);
  return isExact ? null : `${name} is above ${Number.MAX_SAFE_INTEGER}, where JSON numbers are not exact`;
}
