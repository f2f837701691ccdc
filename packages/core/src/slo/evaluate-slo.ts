/** One objective over its window, and whether the evidence suffices to call it met or missed (domain.md §7). */
import type { SloConfiguration } from '../config/configuration.ts';
import type { Counts } from '../probe/slice.ts';
import type { SloScore } from '../report/report.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import { badOf, consumed } from './error-budget.ts';
import { verdictOf } from './verdict.ts';
import { eventsPerWindow } from './window.ts';

/** What the journey is configured to be: its rate, and the threshold of its latency SLI in milliseconds. */
export type JourneyRate = { readonly ratePerSecond: number; readonly latencyThresholdMs: number };

/**
 * `counts` are those of the objective's own SLI, as it budgets them. Budget shares are of a full window: the events that
 * the configured rate makes of it, or its time slices.
 */
export function evaluateSlo(slo: SloConfiguration, counts: Counts, journey: JourneyRate): SloScore {
  const interval = wilsonInterval(counts);
  const spent = consumed(badOf(counts), slo.objective, eventsPerWindow(perSecond(slo, journey), slo.window));
  return {
    name: slo.name,
    journey: slo.journey,
    sli: slo.sli,
    thresholdMs: slo.sli === 'latency' ? journey.latencyThresholdMs : null,
    objective: slo.objective,
    window: slo.window,
    good: counts.good,
    total: counts.total,
    ratio: counts.total === 0 ? null : counts.good / counts.total,
    interval,
    consumed: spent,
    remaining: 1 - spent,
    verdict: verdictOf(interval, slo.objective),
  };
}

function perSecond({ budgeting }: SloConfiguration, { ratePerSecond }: JourneyRate): number {
  return budgeting.kind === 'occurrences' ? ratePerSecond : 1 / budgeting.sliceSeconds;
}
