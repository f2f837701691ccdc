/** One objective in one pass over the slices of its journey: its window, the period, and the period before. */
import type { SloConfiguration } from '../config/configuration.ts';
import type { Interval } from '../ports.ts';
import type { Counts, Slice } from '../probe/slice.ts';
import { defaultBurnRules } from '../slo/burn-alerts.ts';
import { badOf } from '../slo/error-budget.ts';
import { type SloEvaluation, type SloEvaluator, sloEvaluator } from '../slo/evaluate.ts';
import { membership } from '../slo/exclusions.ts';
import type { Slo } from '../slo/slo.ts';
import { parseWindow } from '../slo/window.ts';
import { windowBounds } from '../slo/window-bounds.ts';

export type PassFrame = {
  readonly service: string;
  /** The period of the report; objectives are evaluated at its end. */
  readonly period: Interval;
  readonly excluded: readonly Interval[];
  /** In which calendar windows begin. */
  readonly timeZone: string;
};

export type SloPass = {
  readonly add: (slice: Slice) => void;
  /** How many events of the slice its budget pays for: bad, within its window, and not excluded. */
  readonly spentBy: (slice: Slice) => number;
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
  const { sli } = configured;
  const { period, excluded } = frame;
  const slo = sloOf(configured, frame);
  const evaluator: SloEvaluator = sloEvaluator(slo, { nowMs: period.toMs, excluded });
  const windowFromMs = windowBounds(slo.window, period.toMs).fromMs;
  const isExcluded = membership(excluded);
  const beforeFromMs = period.fromMs - (period.toMs - period.fromMs);
  const sums = { within: { good: 0, total: 0 }, before: { good: 0, total: 0 }, spentBefore: 0 };
  const spentBy = ({ startMs, [sli]: counts }: Slice): number =>
    startMs >= windowFromMs && !isExcluded(startMs) ? badOf(counts) : 0;
  return {
    spentBy,
    add: (slice) => {
      const { startMs, widthSeconds, [sli]: counts } = slice;
      evaluator.add({ startMs, counts, durationSeconds: widthSeconds });
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

/** The engine's objective of a configured one: every event counts alike, and the Workbook's alerts watch it. */
export function sloOf(
  { name, journey, sli, objective, window }: SloConfiguration,
  { service, timeZone }: Pick<PassFrame, 'service' | 'timeZone'>,
): Slo {
  return {
    ...{ name, service, objective },
    source: { journey, step: null, vantage: null, sli },
    budgeting: { kind: 'occurrences' },
    window: parseWindow(window, timeZone),
    alerts: defaultBurnRules,
  };
}
