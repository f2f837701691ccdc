/** Several objectives as one: the weighted mean of their SLIs, each over the composite's own window. */

import { UsageError } from '../errors.ts';
import type { ConfidenceInterval } from '../statistics/confidence-interval.ts';
import { exactBad, spentShare } from './error-budget.ts';
import {
  divide,
  type Fraction,
  fractionOf,
  multiply,
  one,
  subtract,
  sum,
  toNumber,
  zero,
} from './fraction.ts';
import type { CompositeSlo, Slo } from './slo.ts';
import type { SloEvaluation } from './slo-evaluation.ts';
import { type Evidence, judgeBudget, type SloVerdict } from './slo-status.ts';

/** Several objectives as one: the weighted mean of their SLIs over a window of its own. */
export type CompositeScore = {
  readonly name: string;
  readonly objective: number;
  readonly window: { readonly text: string; readonly startMs: number; readonly endMs: number };
  readonly members: readonly CompositeMember[];
  /** `null`: a member has no data, and what it would have said is not made up. */
  readonly sli: number | null;
  /** The members' shares together; 0 without data. */
  readonly consumed: number;
  readonly remaining: number;
  readonly interval: ConfidenceInterval | null;
  readonly verdict: SloVerdict;
  readonly isFinal: boolean;
  readonly warnings: readonly string[];
};

export type CompositeMember = {
  readonly slo: string;
  /** Of all weights, 0–1. */
  readonly share: number;
  readonly sli: number | null;
  /** What it consumes of the composite's budget; the members' add up to the whole. */
  readonly consumed: number;
};

/**
 * A member as the composite sees it: its events and its way of counting, the composite's objective and window. Evaluate
 * these, then call `evaluateComposite`. Throws a UsageError when an objective of that name is not there.
 */
export function memberSlos(composite: CompositeSlo, slos: readonly Slo[]): readonly Slo[] {
  const { name, objective, window } = composite;
  return composite.members.map((member) => {
    const slo = slos.find((each) => each.name === member.slo);
    if (slo !== undefined) return { ...slo, objective, window, alerts: [] };
    throw new UsageError(`The composite "${name}" is made of "${member.slo}", which is not an objective.`);
  });
}

/**
 * `evaluations` are those of `memberSlos`, in the order of the members. The bounds of the interval are the weighted means
 * of the members' bounds: right for members that fail together, wider than need be for independent ones.
 */
export function evaluateComposite(
  composite: CompositeSlo,
  evaluations: readonly SloEvaluation[],
): CompositeScore {
  const { name, objective } = composite;
  const [first] = evaluations;
  if (first === undefined || evaluations.length !== composite.members.length)
    throw new UsageError(`The composite "${name}" needs one evaluation of each of its members.`);
  const members = sharesOf(composite, evaluations);
  const silent = members.filter(({ sli }) => sli === null).map(({ slo }) => `"${slo}"`);
  const isKnown = silent.length === 0;
  const consumed = isKnown ? sum(members.map(({ spent }) => spent)) : zero;
  const left = subtract(one, consumed);
  const interval = isKnown ? meanInterval(members) : null;
  const isFinal = evaluations.every((each) => each.isFinal);
  return {
    ...{
      name,
      objective,
      window: first.window,
      members: members.map(({ interval: _, spent: __, ...member }) => member),
    },
    sli: isKnown ? members.reduce((total, { share, sli }) => total + share * Number(sli), 0) : null,
    ...{ consumed: toNumber(consumed), remaining: toNumber(left), interval, isFinal },
    verdict: judgeBudget({
      ...{ interval, objective, isOverspent: left.numerator < 0n },
      evidence: evidenceOf(composite, isFinal),
    }),
    warnings: isKnown ? [] : [`No data of ${silent.join(', ')}: the composite has no result.`],
  };
}

/** A calendar window that has ended is judged by its counts; a rolling one from samples of its members. */
function evidenceOf({ window }: CompositeSlo, isFinal: boolean): Evidence {
  if (!isFinal) return 'partial';
  return window.kind === 'calendar' ? 'whole' : 'sample';
}

type Member = CompositeMember & {
  readonly interval: ConfidenceInterval | null;
  /** `consumed`, exactly. */
  readonly spent: Fraction;
};

function sharesOf(
  { members, objective }: CompositeSlo,
  evaluations: readonly SloEvaluation[],
): readonly Member[] {
  const whole = sum(members.map(({ weight }) => fractionOf(weight)));
  return evaluations.flatMap((evaluation, index) =>
    members.slice(index, index + 1).map(({ slo, weight }) => {
      const share = divide(fractionOf(weight), whole);
      const { sli, interval, events } = evaluation;
      const spent = multiply(share, spentShare(exactBad(evaluation), objective, events));
      return { slo, share: toNumber(share), sli, consumed: toNumber(spent), interval, spent };
    }),
  );
}

function meanInterval(members: readonly Member[]): ConfidenceInterval {
  const mean = (end: keyof ConfidenceInterval): number =>
    members.reduce((total, { share, interval }) => total + share * Number(interval?.[end]), 0);
  return { low: mean('low'), high: Math.min(1, mean('high')) };
}
