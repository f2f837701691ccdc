/** Several SLOs as one: the weighted mean of their SLIs, each over the composite's own window. */

import { at, UsageError } from '../errors.ts';
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

/** The score of a composite: the weighted mean of its members' SLIs over its own window. */
export type CompositeScore = {
  readonly name: string;
  readonly objective: number;
  readonly window: { readonly text: string; readonly startMs: number; readonly endMs: number };
  readonly members: readonly CompositeMember[];
  /** `null`: a member has no data, and none is made up. */
  readonly sli: number | null;
  /** The sum of the members' shares; 0 without data. */
  readonly consumed: number;
  readonly remaining: number;
  readonly interval: ConfidenceInterval | null;
  readonly verdict: SloVerdict;
  readonly isFinal: boolean;
  readonly warnings: readonly string[];
};

export type CompositeMember = {
  readonly slo: string;
  /** Share of all weights, 0–1. */
  readonly share: number;
  readonly sli: number | null;
  /** What the member consumes of the composite's budget; all members' add up to the whole. */
  readonly consumed: number;
};

/**
 * The members as the composite sees them: each with its own events and way of counting, but the composite's objective
 * and window. Evaluate these, then call `evaluateComposite`. Throws a UsageError if there is no SLO with a member's
 * name.
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
 * `evaluations` are those of `memberSlos`, in the order of the members. The bounds of the interval are the weighted
 * means of the members' bounds: correct for members that fail together, wider than necessary for independent ones.
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
  return evaluations.map((evaluation, index) => {
    const { slo, weight } = at(members, index);
    const share = divide(fractionOf(weight), whole);
    const { sli, interval, events } = evaluation;
    const spent = multiply(share, spentShare(exactBad(evaluation), objective, events));
    return { slo, share: toNumber(share), sli, consumed: toNumber(spent), interval, spent };
  });
}

function meanInterval(members: readonly Member[]): ConfidenceInterval {
  const mean = (end: keyof ConfidenceInterval): number =>
    members.reduce((total, { share, interval }) => total + share * Number(interval?.[end]), 0);
  return { low: mean('low'), high: Math.min(1, mean('high')) };
}
