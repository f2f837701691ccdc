/** Multi-window, multi-burn-rate alerts (SRE Workbook, ch. 5, recommendation 6). */
import { UsageError } from '../errors.ts';
import type { FiringAlert } from '../ports.ts';
import type { Counts } from '../probe/slice.ts';
import { burnRate } from './burn-rate.ts';
import { errorBudget } from './error-budget.ts';

/** Fires when `share` of the budget burns within the long window, and still burns in the short one. */
export type BurnRule = {
  readonly severity: FiringAlert['severity'];
  /** Share of the period's budget, 0–1. */
  readonly share: number;
  readonly longSeconds: number;
  readonly shortSeconds: number;
};

/** The Workbook's table: over 30 days the factors are 14.4, 6, 3 and 1. */
export const defaultBurnRules: readonly BurnRule[] = [
  { severity: 'page', share: 0.02, longSeconds: 3_600, shortSeconds: 300 },
  { severity: 'page', share: 0.05, longSeconds: 21_600, shortSeconds: 1_800 },
  { severity: 'ticket', share: 0.1, longSeconds: 86_400, shortSeconds: 7_200 },
  { severity: 'ticket', share: 0.1, longSeconds: 259_200, shortSeconds: 21_600 },
];

/** The burn rate that a rule fires above: share × period ÷ long window. */
export function burnFactor(rule: BurnRule, periodSeconds: number): number {
  return (rule.share * periodSeconds) / rule.longSeconds;
}

/** Throws a UsageError for a rule that can never fire: even if every event failed, the burn rate would be 1 ÷ budget. */
export function assertReachable(rules: readonly BurnRule[], objective: number, periodSeconds: number): void {
  const highest = 1 / errorBudget(objective);
  const unreachable = rules.find((rule) => burnFactor(rule, periodSeconds) >= highest);
  if (unreachable === undefined) return;
  throw new UsageError(
    `A ${unreachable.severity} alert at burn rate ${burnFactor(unreachable, periodSeconds)} can never fire: ` +
      `with an objective of ${objective} the burn rate is ${highest} at most. ` +
      'Lower its share of the budget, lengthen its window, or raise the objective.',
  );
}

export type BurnQuestion = {
  readonly slo: string;
  readonly objective: number;
  readonly periodSeconds: number;
  readonly rules: readonly BurnRule[];
};

/** The rules whose both windows exceed their factor; `countsOver` gives the SLI's counts of the last so many seconds. */
export function firingAlerts(
  { slo, objective, periodSeconds, rules }: BurnQuestion,
  countsOver: (seconds: number) => Counts,
): readonly FiringAlert[] {
  const burnOver = (seconds: number): number => burnRate(countsOver(seconds), objective) ?? 0;
  return rules.flatMap((rule) => {
    const factor = burnFactor(rule, periodSeconds);
    const burn = burnOver(rule.longSeconds);
    const fires = burn > factor && burnOver(rule.shortSeconds) > factor;
    return fires ? [{ slo, severity: rule.severity, burn }] : [];
  });
}
