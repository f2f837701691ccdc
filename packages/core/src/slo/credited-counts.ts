/** What an alert counts while the history is shorter than its window. */
import type { SloConfiguration } from '../configuration.ts';
import type { MeasuredJourney } from '../probe/measured-journey.ts';
import type { Counts } from '../statistics/counts.ts';

type Expected = Pick<SloConfiguration, 'budgeting'> & Pick<MeasuredJourney, 'ratePerSecond'>;

/**
 * The events that are missing in so many seconds, by the journey's rate, count as good, so that the first failures of a
 * new installation do not page: an alert means that this share of the whole budget has really burned.
 */
export function creditedCounts(
  { good, total }: Counts,
  seconds: number,
  { budgeting, ratePerSecond }: Expected,
): Counts {
  const perSecond = budgeting.kind === 'occurrences' ? ratePerSecond : 1 / budgeting.sliceSeconds;
  const missing = Math.max(0, Math.round(perSecond * seconds) - total);
  return { good: good + missing, total: total + missing };
}
