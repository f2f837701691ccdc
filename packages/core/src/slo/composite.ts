/** Several objectives as one: the weighted mean of their SLIs, each over the composite's own window. */
import { UsageError } from '../errors.ts';
import type { CompositeMember, CompositeScore, ConfidenceInterval } from '../report/report.ts';
import { errorBudget } from './error-budget.ts';
import type { CompositeSlo, Slo } from './slo.ts';
import type { SloEvaluation } from './slo-evaluation.ts';
import { verdictOf } from './verdict.ts';

/**
 * A member as the composite sees it: its events and its way of counting, the composite's objective and window. Evaluate
 * these, then call `evaluateComposite`. Throws a UsageError when an objective of that name is not there.
 */
export function memberSlos(composite: CompositeSlo, slos: readonly Slo[]): readonly Slo[] {
  const { name, objective, window } = composite;
  return composite.members.map((member) => {
    const slo = slos.find((each) => each.name === member.slo);
    if (slo !== undefined) return { ...slo, objective, window, alerts: [] };
    throw new UsageError(`The composite "${name}" is made of "${member.slo}", which is no objective.`);
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
    throw new UsageError(`The composite "${name}" wants one evaluation of each of its members.`);
  const members = sharesOf(composite, evaluations);
  const silent = members.filter(({ sli }) => sli === null).map(({ slo }) => `"${slo}"`);
  const isKnown = silent.length === 0;
  const consumed = isKnown ? members.reduce((sum, member) => sum + member.consumed, 0) : 0;
  const interval = isKnown ? meanInterval(members) : null;
  return {
    ...{
      name,
      objective,
      window: first.window,
      members: members.map(({ interval: _, ...member }) => member),
    },
    sli: isKnown ? members.reduce((sum, { share, sli }) => sum + share * Number(sli), 0) : null,
    consumed,
    remaining: 1 - consumed,
    interval,
    verdict: verdictOf(interval, objective),
    warnings: isKnown ? [] : [`No data of ${silent.join(', ')}: nothing can be said of the whole.`],
  };
}

type Member = CompositeMember & { readonly interval: ConfidenceInterval | null };

function sharesOf(
  { members, objective }: CompositeSlo,
  evaluations: readonly SloEvaluation[],
): readonly Member[] {
  const whole = members.reduce((sum, { weight }) => sum + weight, 0);
  const budget = errorBudget(objective);
  return evaluations.flatMap(({ sli, good, total, interval }, index) =>
    members.slice(index, index + 1).map(({ slo, weight }) => {
      const share = weight / whole;
      // From the counts: 1 − sli would bring the dust of binary fractions along.
      const consumed = total === 0 ? 0 : (share * (total - good)) / total / budget;
      return { slo, share, sli, consumed, interval };
    }),
  );
}

function meanInterval(members: readonly Member[]): ConfidenceInterval {
  const mean = (end: keyof ConfidenceInterval): number =>
    members.reduce((sum, { share, interval }) => sum + share * Number(interval?.[end]), 0);
  return { low: mean('low'), high: Math.min(1, mean('high')) };
}
