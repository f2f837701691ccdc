/** One pass over the slices of one journey: everything that a report says about it, keeping only sums. */
import type { Configuration, SloConfiguration } from '../configuration.ts';
import type { Histogram } from '../probe/histogram.ts';
import { knownRate, type MeasuredJourney } from '../probe/measured-journey.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import type { MeasuredBy } from '../probe/traffic-source.ts';
import { leadingSlo } from '../slo/chaos-slo.ts';
import { badOf } from '../slo/error-budget.ts';
import { coveragePass } from './coverage-pass.ts';
import type { JourneyCoverage } from './journey-coverage.ts';
import type { TimelinePoint, UserTotals } from './report.ts';
import { type PassFrame, type SloPassResult, sloPass } from './slo-pass.ts';
import { periodPoints, timelineBuilder } from './timeline.ts';

export type JourneyPass = {
  /** Slices of the journey, each once, in any order. */
  readonly add: (slice: LedgerSlice) => void;
  /** `untilMs`: when the last slice of any journey ended; nothing later has been measured yet. */
  readonly result: (untilMs: number) => JourneyResult;
};

export type JourneyResult = Pick<MeasuredJourney, 'name' | 'role'> & {
  readonly measuredBy: MeasuredBy;
  readonly slos: readonly (SloPassResult & { readonly slo: SloConfiguration })[];
  readonly timeline: readonly TimelinePoint[];
  readonly histogram: Histogram;
  readonly totals: Pick<UserTotals, 'sent' | 'failed' | 'retried' | 'longestWaitMs'>;
  /** Empty for a journey without objectives. */
  readonly coverage: readonly JourneyCoverage[];
};

export function journeyPass(
  configuration: Configuration,
  journey: MeasuredJourney,
  { watchedFromMs, ...frame }: PassFrame & { readonly watchedFromMs: number },
): JourneyPass {
  const { name, role } = journey;
  const { fromMs } = frame.period;
  const { interval, stepMs } = periodPoints(frame.period);
  const timeline = timelineBuilder(interval, stepMs);
  const own = configuration.slos.filter((slo) => slo.journey === name);
  const passes = own.map((slo) => ({ slo, pass: sloPass(slo, frame) }));
  const leading = leadingSlo(own, name);
  const paying = passes.find(({ slo }) => slo === leading)?.pass ?? null;
  const { maxLagMs, minCoverage } = configuration.probe;
  const watched = { fromMs: watchedFromMs, toMs: frame.period.toMs };
  // Users need not come: a minute without any was counted, too.
  const ratePerSecond = knownRate(journey) ?? 0;
  const coverage = coveragePass({
    ...{ ...frame, period: watched, journey: name, ratePerSecond, maxLagMs, minCoverage },
  });
  const totals = { sent: 0, failed: 0, retried: 0, longestWaitMs: 0 };
  return {
    add: (slice) => {
      for (const { pass } of passes) pass.add(slice);
      coverage.add(slice);
      if (slice.startMs < fromMs) return;
      timeline.add(slice, paying?.spentBy(slice) ?? 0);
      totals.sent += slice.availability.total;
      totals.failed += badOf(slice.availability);
      totals.retried += slice.retried;
      totals.longestWaitMs = Math.max(totals.longestWaitMs, slice.longestMs);
    },
    result: (untilMs) => {
      const slos = passes.map(({ slo, pass }) => ({ slo, ...pass.result() }));
      const led = slos.find(({ slo }) => slo === leading);
      return {
        name,
        role,
        measuredBy: journey.measuredBy?.kind,
        slos,
        timeline: timeline.build(led?.evaluation ?? null, led?.spentBefore ?? 0),
        histogram: timeline.histogram(),
        totals: { ...totals },
        coverage: own.length === 0 ? [] : [coverage.result(untilMs)],
      };
    },
  };
}
