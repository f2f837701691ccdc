/**
 * One SLO at one moment, from slices in pages: the streaming evaluator. Pure and exact; slices may come in any order.
 */
import { UsageError } from '../errors.ts';
import type { Interval } from '../ports.ts';
import { assertSlo } from './assert-slo.ts';
import { burnSeconds } from './burn-alerts.ts';
import type { Tallied } from './error-budget.ts';
import { evaluationOf } from './evaluation-of.ts';
import { membership } from './exclusions.ts';
import { isShareReached } from './fraction.ts';
import { type Coverage, minutesSeen } from './minutes-seen.ts';
import type { Slo } from './slo.ts';
import type { SloEvaluation } from './slo-evaluation.ts';
import { type Expectation, type SloStatus, sloStatus } from './slo-status.ts';
import { type TimedCounts, tallyOf } from './tally.ts';
import { whyNoCounts } from './why-no-counts.ts';
import { periodSeconds, windowBounds } from './window.ts';

/** A slice's events, and how long it lasted; the default is a minute. */
export type SliceCounts = TimedCounts & { readonly durationSeconds?: number };

export type { SloEvaluation } from './slo-evaluation.ts';

export type Moment = {
  readonly nowMs: number;
  /** Slices that start in one of these count nowhere. In any order. */
  readonly excluded: readonly Interval[];
  /** Which events the window holds besides those seen; if absent, no rate is known. */
  readonly expected?: Expectation;
  /** Share of the window's minutes above which its counts are taken as complete; 0.9 by default. */
  readonly minCoverage?: number;
  /** The period whose budget the alerts' shares refer to; the SLO's own window by default. */
  readonly alertPeriodSeconds?: number;
};

export type SloEvaluator = {
  readonly add: (slice: SliceCounts) => void;
  /** May be asked at any time, and again. */
  readonly result: () => SloEvaluation;
};

/**
 * Evaluates an SLO over its window and the windows of its alerts, all half-open: a slice counts when it starts inside.
 * Slices at or after `nowMs` do not count and cause a warning. Slices come in any order, each once.
 *
 * @throws UsageError for an invalid SLO (`assertSlo`), and from `add` for impossible counts.
 */
export function sloEvaluator(slo: Slo, moment: Moment): SloEvaluator {
  const { nowMs, excluded, alertPeriodSeconds } = moment;
  assertSlo(slo, nowMs, alertPeriodSeconds);
  const bounds = windowBounds(slo.window, nowMs);
  const beginnings = [bounds.fromMs, ...burnSeconds(slo.alerts).map((seconds) => nowMs - seconds * 1_000)];
  const counted = tallyOf(slo.budgeting, beginnings);
  const all = excluded.length === 0 ? null : tallyOf(slo.budgeting, [bounds.fromMs]);
  const isExcluded = membership(excluded);
  const minutes = minutesSeen({ fromMs: bounds.fromMs, toMs: nowMs });
  let future = 0;
  let dropped = 0;
  return {
    add: (slice) => {
      assertCounts(slice);
      if (slice.startMs >= nowMs) {
        future += 1;
        return;
      }
      const isInside = slice.startMs >= bounds.fromMs;
      if (isInside) {
        minutes.add(slice.startMs, slice.durationSeconds ?? 60);
        all?.add(slice);
      }
      if (!isExcluded(slice.startMs)) counted.add(slice);
      else if (isInside) dropped += 1;
    },
    result: () => {
      const countsSince = counted.since;
      const unfiltered = dropped === 0 || all === null ? null : all.since(bounds.fromMs);
      const period = alertPeriodSeconds ?? periodSeconds(slo.window);
      const coverage = minutes.read();
      const status = statusAsker(slo, moment, coverage);
      return evaluationOf(slo, { nowMs, bounds, countsSince, unfiltered, coverage, status, future, period });
    },
  };
}

function statusAsker(slo: Slo, { nowMs, expected, minCoverage = 0.9 }: Moment, coverage: Coverage) {
  const isCovered = isShareReached(coverage.seen, coverage.minutes, minCoverage);
  const asked = { slo, nowMs, expected: expected ?? ({ basis: 'seen' } as const), isCovered };
  return (counts: Tallied): SloStatus => sloStatus({ ...asked, counts });
}

/** What must be read to evaluate an SLO: its window, and its alerts' windows if they begin earlier. */
export function neededInterval(slo: Pick<Slo, 'window' | 'alerts'>, nowMs: number): Interval {
  const { fromMs } = windowBounds(slo.window, nowMs);
  const longestMs = Math.max(0, ...burnSeconds(slo.alerts)) * 1_000;
  return { fromMs: Math.min(fromMs, nowMs - longestMs), toMs: nowMs };
}

function assertCounts({ startMs, counts }: TimedCounts): void {
  const why = Number.isFinite(startMs) ? whyNoCounts(counts) : `it starts at ${startMs}`;
  if (why !== null) throw new UsageError(`A slice cannot be counted: ${why}.`);
}
