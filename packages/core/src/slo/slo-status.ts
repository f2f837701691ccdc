/** One objective at one instant: its one budget and its verdict, for whoever shows or uses them (domain.md §5a). */

import type { Interval } from '../ports.ts';
import type { ConfidenceInterval } from '../statistics/confidence-interval.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import { exactBad, spentShare, type Tallied } from './error-budget.ts';
import { creditedEvents, type Expectation } from './expectation.ts';
import { one, subtract, toNumber } from './fraction.ts';
import type { Slo } from './slo.ts';
import { type Evidence, judgeBudget, type SloVerdict } from './verdict.ts';
import { windowText } from './window.ts';
import { windowBounds } from './window-bounds.ts';

/** Counts are of events, or of time slices where they are budgeted. */
export type SloStatus = {
  readonly name: string;
  readonly objective: number;
  /** The one that contains the last instant; the end of a calendar window may lie in the future. */
  readonly window: { readonly text: string; readonly startMs: number; readonly endMs: number };
  /** `seen`: no rate is known, so that the budget is one of the events seen; `window`: of all that the window holds. */
  readonly basis: 'seen' | 'window';
  readonly good: number;
  readonly total: number;
  /** good ÷ total; `null` without data. */
  readonly sli: number | null;
  /** N: the events that the budget is a share of. */
  readonly events: number;
  /** Share of the budget: bad ÷ (B · N), beyond 1 when overspent; 0 without data. */
  readonly consumed: number;
  /** 1 − consumed; below 0 when overspent, and exactly 0 when exactly spent. */
  readonly remaining: number;
  readonly interval: ConfidenceInterval | null;
  readonly verdict: SloVerdict;
  /** Nothing is still to come, and nothing was before anybody measured. While it is false, `met` is "met so far". */
  readonly isFinal: boolean;
};

export type StatusQuestion = {
  readonly slo: Pick<Slo, 'name' | 'objective' | 'window' | 'budgeting'>;
  /** Of the window, excluded time left out. */
  readonly counts: Tallied;
  /** Nothing that begins now or later is counted. */
  readonly nowMs: number;
  readonly expected: Expectation;
  /** Whether so much of the window was measured that its counts are all there was, and not a sample. */
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

/** Nothing of the window is still to come or was before anybody measured. */
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
