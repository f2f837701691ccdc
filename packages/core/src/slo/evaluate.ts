/** One objective at one moment, from slices in pages: the streaming evaluator. Pure; exact; any order of slices. */
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

/** A slice's events, and how long it lasted; a minute where nothing is said. */
export type SliceCounts = TimedCounts & { readonly durationSeconds?: number };

export type { SloEvaluation } from './slo-evaluation.ts';

export type Moment = {
  readonly nowMs: number;
  /** Slices that start in one of these count nowhere, in any order. */
  readonly excluded: readonly Interval[];
  /** Whose events the window holds beside those seen; where nothing is said, no rate is known. */
  readonly expected?: Expectation;
  /** Share of the window's minutes from which on its counts are all there was; 0.9 where nothing is said. */
  readonly minCoverage?: number;
  /** What the alerts' shares are shares of; the objective's own window where nothing is said. */
  readonly alertPeriodSeconds?: number;
};

export type SloEvaluator = {
  readonly add: (slice: SliceCounts) => void;
  /** May be asked at any time, and again. */
  readonly result: () => SloEvaluation;
};

/**
 * Evaluates an objective over its window and the windows of its alerts, all half-open: a slice counts when it starts
 * inside. Slices at or after `nowMs` do not count and are warned of. Slices come in any order, each once.
 *
 * @throws UsageError for an objective that is none (`assertSlo`), and from `add` for impossible counts.
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

/** What must be read to evaluate an objective: its window, and the alerts' where they begin before it. */
export function neededInterval(slo: Pick<Slo, 'window' | 'alerts'>, nowMs: number): Interval {
  const { fromMs } = windowBounds(slo.window, nowMs);
  const longestMs = Math.max(0, ...burnSeconds(slo.alerts)) * 1_000;
  return { fromMs: Math.min(fromMs, nowMs - longestMs), toMs: nowMs };
}

function assertCounts({ startMs, counts }: TimedCounts): void {
  const why = Number.isFinite(startMs) ? whyNoCounts(counts) : `it starts at ${startMs}`;
  if (why !== null) throw new UsageError(`A slice cannot be counted: ${why}.`);
}
