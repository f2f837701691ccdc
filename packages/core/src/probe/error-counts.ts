/** Sums of errors by kind. */
import type { ErrorCounts, ErrorKind } from './slice.ts';

/** Adds up lists of counts by kind; the result is sorted by kind. Associative and commutative. */
export function sumErrorCounts(lists: readonly ErrorCounts[]): ErrorCounts {
  const sums = new Map<ErrorKind, number>();
  for (const [kind, count] of lists.flat()) sums.set(kind, (sums.get(kind) ?? 0) + count);
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}
