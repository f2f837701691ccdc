/** One SLO in one pass over the slices of its journey: its window, the period, and the period before. */

import type { SloConfiguration } from '../configuration.ts';
import type { Interval } from '../ports.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import { badOf } from '../slo/error-budget.ts';
import { type SloEvaluation, type SloEvaluator, sloEvaluator } from '../slo/evaluate.ts';
import { membership } from '../slo/exclusions.ts';
import { countsFrom } from '../slo/slice-counts.ts';
import { sloOf } from '../slo/slo-of.ts';
import type { Expectation } from '../slo/slo-status.ts';
import { windowBounds } from '../slo/window.ts';
import type { Counts } from '../statistics/counts.ts';

export type PassFrame = {
  readonly service: string;
  /** The report's period; SLOs are evaluated at its end. */
  readonly period: Interval;
  readonly excluded: readonly Interval[];
  readonly expected: Expectation;
  readonly minCoverage: number;
};

export type SloPass = {
  readonly add: (slice: LedgerSlice) => void;
  /** How many of the slice's events the budget pays for: bad, within the window, and not excluded. */
  readonly spentBy: (slice: LedgerSlice) => number;
  readonly result: () => SloPassResult;
};

export type SloPassResult = {
  readonly evaluation: SloEvaluation;
  readonly period: Counts;
  readonly before: Counts;
  /** Bad events that the budget paid for before the period began. */
  readonly spentBefore: number;
};

export function sloPass(configured: SloConfiguration, frame: PassFrame): SloPass {
  const { period, excluded, expected, minCoverage } = frame;
  const slo = sloOf(frame.service, configured);
  const evaluator: SloEvaluator = sloEvaluator(slo, { nowMs: period.toMs, excluded, expected, minCoverage });
  const windowFromMs = windowBounds(slo.window, period.toMs).fromMs;
  const isExcluded = membership(excluded);
  const beforeFromMs = period.fromMs - (period.toMs - period.fromMs);
  const sums = { within: { good: 0, total: 0 }, before: { good: 0, total: 0 }, spentBefore: 0 };
  const spentBy = (slice: LedgerSlice): number => {
    const own = countsFrom(slo.source, slice);
    return own !== null && own.startMs >= windowFromMs && !isExcluded(own.startMs) ? badOf(own.counts) : 0;
  };
  return {
    spentBy,
    add: (slice) => {
      const own = countsFrom(slo.source, slice);
      if (own === null) return;
      const { startMs, counts } = own;
      evaluator.add(own);
      if (startMs < period.fromMs) sums.spentBefore += spentBy(slice);
      if (startMs < beforeFromMs || isExcluded(startMs)) return;
      const sum = startMs < period.fromMs ? sums.before : sums.within;
      sum.good += counts.good;
      sum.total += counts.total;
    },
    result: () => ({
      evaluation: evaluator.result(),
      period: { ...sums.within },
      before: { ...sums.before },
      spentBefore: sums.spentBefore,
    }),
  };
}
