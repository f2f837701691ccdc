/** What an experiment cost, beyond what would have failed anyway (domain.md §6). */
import type { Counts } from '../statistics/counts.ts';
import { badOf } from './error-budget.ts';

/**
 * Bad events beyond those that the baseline's error ratio explains: max(0, bad − b₀·N), an integer, with b₀·N rounded
 * down so that a doubt is held against chaos. Without a baseline every bad event is.
 */
export function excessBad(impact: Counts, baseline: Counts): number {
  const explained = baseline.total === 0 ? 0 : Math.floor((badOf(baseline) * impact.total) / baseline.total);
  return Math.max(0, badOf(impact) - explained);
}
