/** One SLO at one instant: its one budget and its verdict, for all that show or use them (domain.md §5a). */
import type { Interval } from '../ports.ts';
import type { ConfidenceInterval } from '../statistics/confidence-interval.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import { exactBad, spentShare, type Tallied } from './error-budget.ts';
import { one, subtract, toNumber } from './fraction.ts';
import type { Budgeting, Slo } from './slo.ts';
import { windowBounds, windowText } from './window.ts';

/** Counts are events, or time slices if those are budgeted. */
export type SloStatus = {
  readonly name: string;
  readonly objective: number;
  /** The window that contains the last instant; the end of a calendar window may lie in the future. */
  readonly window: { readonly text: string; readonly startMs: number; readonly endMs: number };
  /**
   * `seen`: no rate is known, so the budget is a share of the events seen; `window`: of all events that the window
   * holds.
   */
  readonly basis: 'seen' | 'window';
  readonly good: number;
  readonly total: number;
  /** good ÷ total; `null` without data. */
  readonly sli: number | null;
  /** N: the events that the budget is a share of. */
  readonly events: number;
  /** Share of the budget: bad ÷ (B · N), above 1 when overspent; 0 without data. */
  readonly consumed: number;
  /** 1 − consumed; below 0 when overspent, and exactly 0 when exactly spent. */
  readonly remaining: number;
  readonly interval: ConfidenceInterval | null;
  readonly verdict: SloVerdict;
  /** The window is over and was measured from its start. While false, `met` means "met so far". */
  readonly isFinal: boolean;
};

export type StatusQuestion = {
  readonly slo: Pick<Slo, 'name' | 'objective' | 'window' | 'budgeting'>;
  /** Counts of the window, without excluded time. */
  readonly counts: Tallied;
  /** Slices that begin now or later are not counted. */
  readonly nowMs: number;
  readonly expected: Expectation;
  /** Whether enough of the window was measured to treat its counts as complete and not as a sample. */
  readonly isCovered: boolean;
};

export function sloStatus(question: StatusQuestion): SloStatus {
  const { slo, counts, expected } = question;
  const bounds = windowBounds(slo.window, question.nowMs);
  const { good, total } = counts;
  const events = total + creditedEvents(slo, { ...question, bounds });
  const spent = spentShare(exactBad(counts), slo.objective, events);
  const left = subtract(one, spent);
  const interval = wilsonInterval(counts);
  const isFinal = isOver(question, bounds);
  return {
    name: slo.name,
    objective: slo.objective,
    window: { text: windowText(slo.window), startMs: bounds.fromMs, endMs: bounds.toMs },
    basis: expected.basis,
    ...{ good, total, sli: total === 0 ? null : good / total, events },
    ...{ consumed: toNumber(spent), remaining: toNumber(left), interval, isFinal },
    verdict: judgeBudget({
      ...{ interval, objective: slo.objective, isOverspent: left.numerator < 0n },
      evidence: evidenceOf(question, isFinal),
    }),
  };
}

/** No part of the window is still to come or precedes the first measurement. */
function isOver({ slo, expected, nowMs }: StatusQuestion, { fromMs, toMs }: Interval): boolean {
  if (slo.window.kind === 'calendar') return toMs <= nowMs;
  if (expected.basis === 'seen') return true;
  return expected.measuredSinceMs !== null && expected.measuredSinceMs <= fromMs;
}

/** A calendar window that has ended is judged by its counts, as is a full rolling one that was measured throughout. */
function evidenceOf({ slo, expected, isCovered }: StatusQuestion, isFinal: boolean): Evidence {
  if (!isFinal) return 'partial';
  if (slo.window.kind === 'calendar') return 'whole';
  return expected.basis === 'window' && isCovered ? 'whole' : 'sample';
}

export type Expectation =
  /** No rate is known: the window holds only what was seen. */
  | { readonly basis: 'seen' }
  | {
      readonly basis: 'window';
      /** The journey's configured rate of events. */
      readonly ratePerSecond: number;
      /** When the first slice ever began; `null`: nothing has ever been measured. */
      readonly measuredSinceMs: number | null;
    };

type WindowTime = {
  readonly bounds: Interval;
  readonly nowMs: number;
  readonly expected: Expectation;
};

/**
 * Whole events, or time slices if those are budgeted. For a calendar window, the rest of it is credited; for a rolling
 * one, the time before the very first slice. Minutes missing in between are not credited: they reduce coverage.
 */
function creditedEvents(
  { window, budgeting }: Pick<Slo, 'window' | 'budgeting'>,
  { bounds, nowMs, expected }: WindowTime,
): number {
  if (expected.basis === 'seen') return 0;
  const { fromMs, toMs } = bounds;
  const measuredFromMs = Math.min(toMs, expected.measuredSinceMs ?? toMs);
  const creditedMs = window.kind === 'calendar' ? toMs - nowMs : measuredFromMs - fromMs;
  return Math.round(perSecond(budgeting, expected.ratePerSecond) * (Math.max(0, creditedMs) / 1_000));
}

/** How many budgeted units a second holds. */
function perSecond(budgeting: Budgeting, ratePerSecond: number): number {
  return budgeting.kind === 'occurrences' ? ratePerSecond : 1 / budgeting.sliceSeconds;
}

export type SloVerdict = 'met' | 'missed' | 'not-yet-provable' | 'no-data';

/**
 * `whole`: all events of a window that is over were counted. `sample`: some events, from which the rest is inferred.
 * `partial`: part of the window is still to come, or precedes the first measurement.
 */
export type Evidence = 'whole' | 'sample' | 'partial';

export type Judged = {
  readonly evidence: Evidence;
  /** `null`: no data. */
  readonly interval: ConfidenceInterval | null;
  readonly objective: number;
  /** More than the budget is spent; exactly the budget is not. */
  readonly isOverspent: boolean;
};

/** A partial window is missed only when its budget is overspent, which no later event can change. */
export function judgeBudget({ evidence, interval, objective, isOverspent }: Judged): SloVerdict {
  if (interval === null) return 'no-data';
  if (evidence === 'sample') return verdictOf(interval, objective);
  if (isOverspent) return 'missed';
  return evidence === 'whole' || interval.low >= objective ? 'met' : 'not-yet-provable';
}

/** `met` if even the lower bound reaches the objective, `missed` if not even the upper bound does. */
export function verdictOf(interval: ConfidenceInterval | null, objective: number): SloVerdict {
  if (interval === null) return 'no-data';
  if (interval.low >= objective) return 'met';
  return interval.high < objective ? 'missed' : 'not-yet-provable';
}
