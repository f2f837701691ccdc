/** One SLO as every renderer shows it, in the words of domain.md §7. */
import type { SloResult } from '@garbageday/core/report/report.ts';
import {
  formatCount,
  formatInterval,
  formatMs,
  formatObjective,
  formatRatio,
  formatShare,
} from '../format.ts';
import { plainText } from '../plain-text.ts';
import { burnSentences } from './burn-sentences.ts';
import { countedBy } from './counted-by.ts';
import { type Mark, sloMarks, verdictText } from './verdict-mark.ts';

export type SloRow = {
  readonly name: string;
  /** `99.9%`. */
  readonly objective: string;
  /** `298/300 probes succeeded (99.33%; 95% CI 97.60–99.82%). Target 99.9% missed.` */
  readonly sentence: string;
  readonly verdict: string;
  readonly mark: Mark;
  /** Counts in the report's period, if that is not the SLO's window; else `null`. */
  readonly period: string | null;
  /** Burn rates, alerts, forecast, warnings. */
  readonly burn: readonly string[];
  /** Unclamped; clamp only a drawn bar. */
  readonly remaining: number;
  /** `98.2% of the 30d budget left`; `null` with no data, where a full bar would mislead. */
  readonly budget: string | null;
};

export function sloRow(slo: SloResult): SloRow {
  return {
    name: plainText(slo.name),
    objective: formatObjective(slo.objective),
    sentence: sentence(slo),
    verdict: verdictText(slo),
    mark: sloMarks[slo.verdict],
    period: periodText(slo),
    burn: burnSentences(slo),
    remaining: slo.remaining,
    budget: slo.ratio === null ? null : budgetText(slo.remaining, slo.window),
  };
}

/** `98.2% of the 30d budget left`, `12% of the 1M budget overspent`. */
export function budgetText(remaining: number, window: string): string {
  const share = formatShare(remaining);
  return `${share} of the ${plainText(window)} budget left`;
}

function sentence(slo: SloResult): string {
  const target = `Target ${formatObjective(slo.objective)} ${verdictText(slo)}.`;
  const beside = [slo.objective];
  if (slo.ratio === null) return `No ${unit(slo)} in this window: no data.`;
  const interval = slo.interval === null ? '' : `; 95% CI ${formatInterval(slo.interval, beside)}`;
  return `${formatCount(slo.good)}/${formatCount(slo.total)} ${unit(slo)} ${outcome(slo)} (${formatRatio(slo.ratio, beside)}${interval}). ${target}`;
}

/** `In this period 600/600 probes succeeded (100%).` */
function periodText(slo: SloResult): string | null {
  const { good, total } = slo.period;
  const isWhole = good === slo.good && total === slo.total;
  if (total === 0 || isWhole || slo.budgeting !== 'occurrences') return null;
  return `In this period: ${formatCount(good)}/${formatCount(total)} ${unit(slo)} ${outcome(slo)} (${formatRatio(good / total, [slo.objective])}).`;
}

/** `probes`, `user requests`, `user requests in ALB metrics`. */
function unit({ role, budgeting, measuredBy }: SloResult): string {
  const where = measuredBy === undefined ? '' : ` in ${countedBy[measuredBy]}`;
  if (budgeting !== 'occurrences') return `time slices${where}`;
  return role === 'load' ? `user requests${where}` : 'probes';
}

function outcome({ sli, thresholdMs, budgeting }: SloResult): string {
  if (budgeting !== 'occurrences') return 'were good';
  if (sli === 'availability') return 'succeeded';
  return thresholdMs === null ? 'were fast enough' : `succeeded within ${formatMs(thresholdMs)}`;
}
