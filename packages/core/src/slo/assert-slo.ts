/** What makes an SLO one that can be evaluated, wherever it came from. */
import { UsageError } from '../errors.ts';
import { assertReachable } from './burn-alerts.ts';
import { errorBudget } from './error-budget.ts';
import type { Budgeting, Slo } from './slo.ts';
import { periodSeconds, secondsText } from './window.ts';

/** One-minute slices for as long as slices are kept: 400 days. */
const maxTimeSlices = 576_000;

/**
 * @throws UsageError for an objective that is not a ratio, alerts that can never fire or are shorter than a time slice,
 * invalid time slices or more of them than memory should hold, and an invalid moment.
 */
export function assertSlo(slo: Slo, nowMs: number, alertPeriodSeconds = periodSeconds(slo.window)): void {
  const { objective, window, budgeting, alerts } = slo;
  errorBudget(objective);
  const seconds = periodSeconds(window);
  assertReachable(alerts, objective, alertPeriodSeconds);
  if (budgeting.kind !== 'occurrences') {
    assertTimeSlices(budgeting, seconds);
    assertVisible(alerts, budgeting.sliceSeconds);
  }
  if (!Number.isFinite(nowMs)) throw new UsageError(`An objective is evaluated at a time, not at ${nowMs}.`);
}

function assertVisible(alerts: Slo['alerts'], sliceSeconds: number): void {
  const tooShort = alerts.find(({ shortSeconds }) => shortSeconds < sliceSeconds);
  if (tooShort === undefined) return;
  throw new UsageError(
    `A ${tooShort.severity} alert over ${secondsText(tooShort.shortSeconds)} cannot see time slices of ${secondsText(sliceSeconds)}; ` +
      'take shorter slices, or a longer short window.',
  );
}

function assertTimeSlices(budgeting: Exclude<Budgeting, { kind: 'occurrences' }>, seconds: number): void {
  const { sliceSeconds } = budgeting;
  if (!Number.isInteger(sliceSeconds) || sliceSeconds < 1)
    throw new UsageError(`A time slice lasts whole seconds, not ${sliceSeconds}.`);
  if (seconds / sliceSeconds > maxTimeSlices)
    throw new UsageError(
      `${Math.round(seconds / sliceSeconds)} time slices of ${sliceSeconds} s are more than ${maxTimeSlices}; take longer slices, or a shorter window.`,
    );
  if (budgeting.kind !== 'timeslices') return;
  const { sliceTarget } = budgeting;
  if (!(sliceTarget > 0 && sliceTarget <= 1))
    throw new UsageError(
      `The ratio from which a time slice is good lies between 0 and 1; it is not ${sliceTarget}.`,
    );
}
