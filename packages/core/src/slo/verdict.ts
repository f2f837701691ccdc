/** Does the evidence suffice to call an objective met or missed? (domain.md §5a and §7) */
import type { ConfidenceInterval } from '../statistics/confidence-interval.ts';

export type SloVerdict = 'met' | 'missed' | 'not-yet-provable' | 'no-data';

/**
 * `whole`: all events of a window that is over, which are counted. `sample`: some events, from which the rest is inferred.
 * `partial`: a window of which something is still to come, or was before anybody measured.
 */
export type Evidence = 'whole' | 'sample' | 'partial';

export type Judged = {
  readonly evidence: Evidence;
  /** `null`: no data. */
  readonly interval: ConfidenceInterval | null;
  readonly objective: number;
  /** More than the budget is spent; exactly the budget is not. */
  readonly isOverspent: boolean;
};

/** A partial window is missed only when its budget is overspent, which nothing to come can change. */
export function judgeBudget({ evidence, interval, objective, isOverspent }: Judged): SloVerdict {
  if (interval === null) return 'no-data';
  if (evidence === 'sample') return verdictOf(interval, objective);
  if (isOverspent) return 'missed';
  return evidence === 'whole' || interval.low >= objective ? 'met' : 'not-yet-provable';
}

/** `met` when even the lower bound reaches the objective, `missed` when not even the upper one does. */
export function verdictOf(interval: ConfidenceInterval | null, objective: number): SloVerdict {
  if (interval === null) return 'no-data';
  if (interval.low >= objective) return 'met';
  return interval.high < objective ? 'missed' : 'not-yet-provable';
}
