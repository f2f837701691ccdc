/** How long alerts take to notice errors at a steady ratio, and how much of the budget is spent by then. */

import type { BurnAlert } from '@garbageday/config/openslo/alert-rules.ts';
import { tidy } from '@garbageday/config/openslo/decimal.ts';
import { errorBudget } from '@garbageday/core/slo/error-budget.ts';
import type { Budgeting, Slo } from '@garbageday/core/slo/slo.ts';
import { periodSeconds } from '@garbageday/core/slo/window.ts';

export type Promise = Pick<Slo, 'objective' | 'budgeting' | 'window'> & {
  readonly alerts: readonly BurnAlert[];
};

export type Noticed = {
  readonly afterSeconds: number;
  /** Share of the budget that is gone by then. */
  readonly spent: number;
};

export type Detection = {
  /** Ratio of bad events, 0–1. */
  readonly errorRatio: number;
  readonly burn: number;
  /** The first of that severity to fire; `null`: none ever does. */
  readonly page: Noticed | null;
  readonly ticket: Noticed | null;
  /** Until the whole budget is gone; `null`: it never is. */
  readonly exhaustedAfterSeconds: number | null;
};

/** At 100%, 10% and 1% of errors, and at exactly the budget; the worst first. */
export function detections(promise: Promise): readonly Detection[] {
  const ratios = [...new Set([1, 0.1, 0.01, errorBudget(promise.objective)])].sort((a, b) => b - a);
  return ratios.map((errorRatio) => detection(promise, errorRatio));
}

/**
 * From no errors at all to `errorRatio` at once and for good. A window of L seconds has the burn rate
 * (t ÷ L) · ratio ÷ B after t seconds, so that it passes a factor f at t = f · B · L ÷ ratio (SRE Workbook, ch. 5,
 * "detection time"); the short window passes it sooner. In continuous time: slices add up to their own length.
 */
export function detection(promise: Promise, errorRatio: number): Detection {
  const counted = countedRatio(promise.budgeting, errorRatio);
  const burn = tidy(counted / errorBudget(promise.objective));
  const period = periodSeconds(promise.window);
  const first = (severity: BurnAlert['severity']): Noticed | null => {
    const times = promise.alerts
      .filter((alert) => alert.severity === severity && burn > alert.factor)
      .map((alert) => tidy((alert.factor * alert.longSeconds) / burn));
    if (times.length === 0) return null;
    const afterSeconds = Math.min(...times);
    return { afterSeconds, spent: tidy((burn * afterSeconds) / period) };
  };
  const exhaustedAfterSeconds = burn === 0 ? null : tidy(period / burn);
  return { errorRatio, burn, page: first('page'), ticket: first('ticket'), exhaustedAfterSeconds };
}

/** How the budgeting method counts a steady error ratio: a time slice is either good or bad. */
function countedRatio(budgeting: Budgeting, errorRatio: number): number {
  if (budgeting.kind !== 'timeslices') return errorRatio;
  return tidy(1 - errorRatio) >= budgeting.sliceTarget ? 0 : 1;
}
