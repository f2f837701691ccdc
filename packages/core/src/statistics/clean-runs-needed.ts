/** What it would take to prove more. */
import { upperBound } from './clopper-pearson.ts';

/**
 * How many more runs, all of them clean, bound the probability of a failure by `bound` (above 0) after `failed` of
 * `runs`: 0 of 1 takes 28 more to prove at most 10%. 0 if it is proven already. Slow for thousands of failures.
 */
export function cleanRunsNeeded(
  { failed, runs }: { readonly failed: number; readonly runs: number },
  bound: number,
): number {
  let more = 0;
  while ((upperBound(failed, runs + more) ?? 1) > bound) more += 1;
  return more;
}
