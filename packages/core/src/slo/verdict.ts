/** Does the evidence suffice to call an objective met or missed? (domain.md §7) */
import type { ConfidenceInterval, SloVerdict } from '../report/report.ts';

/** `met` when even the lower bound reaches the objective, `missed` when not even the upper one does. */
export function verdictOf(interval: ConfidenceInterval | null, objective: number): SloVerdict {
  if (interval === null) return 'no-data';
  if (interval.low >= objective) return 'met';
  return interval.high < objective ? 'missed' : 'not-yet-provable';
}
