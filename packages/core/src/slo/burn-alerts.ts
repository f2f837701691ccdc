/** Multi-window, multi-burn-rate alerts (SRE Workbook, ch. 5, recommendation 6). */
import { UsageError } from '../errors.ts';
import type { FiringAlert } from '../ports.ts';
import { hourMs } from '../time/durations.ts';
import { burnRate } from './burn-rate.ts';
import type { BurnRule } from './burn-rule.ts';
import type { RuleBurn } from './burning-rule.ts';
import { budgetFraction, errorBudget, exactBad, type Tallied } from './error-budget.ts';
import { compare, fractionOf, multiply } from './fraction.ts';

export type { BurnRule } from './burn-rule.ts';

/** The Workbook's table: over 30 days the factors are 14.4, 6, 3 and 1. */
export const defaultBurnRules: readonly BurnRule[] = [
  { severity: 'page', share: 0.02, longSeconds: 3_600, shortSeconds: 300 },
  { severity: 'page', share: 0.05, longSeconds: 21_600, shortSeconds: 1_800 },
  { severity: 'ticket', share: 0.1, longSeconds: 86_400, shortSeconds: 7_200 },
  { severity: 'ticket', share: 0.1, longSeconds: 259_200, shortSeconds: 21_600 },
];

/**
 * The Workbook's rules whose long window fits into the period (three days say nothing about a one-day budget) and, if
 * time slices are budgeted, whose short window holds at least one.
 */
export function burnRulesFor(periodSeconds: number, sliceSeconds = 0): readonly BurnRule[] {
  return defaultBurnRules.filter(
    ({ longSeconds, shortSeconds }) => longSeconds <= periodSeconds && shortSeconds >= sliceSeconds,
  );
}

/** The burn rate that a rule fires above: share × period ÷ long window. */
export function burnFactor(rule: BurnRule, periodSeconds: number): number {
  return (rule.share * periodSeconds) / rule.longSeconds;
}

/** The windows of the alert rules, ascending, each once. */
export function burnSeconds(rules: readonly BurnRule[]): readonly number[] {
  const seconds = rules.flatMap(({ longSeconds, shortSeconds }) => [shortSeconds, longSeconds]);
  return [...new Set(seconds)].sort((a, b) => a - b);
}

/** How precisely these windows begin, in milliseconds: a sixtieth of the shortest, an hour at most. */
export function burnPrecisionMs(seconds: readonly number[]): number {
  return Math.min(hourMs, ...seconds.map((each) => (each * 1_000) / 60));
}

/** An objective, and the period that its alert factors are computed from. */
export type BurnBudget = { readonly objective: number; readonly periodSeconds: number };

/**
 * Whether events burn strictly faster than a rule's factor: bad ÷ total ÷ B > share × W ÷ L. Cross-multiplied exactly,
 * so that a burn of exactly the factor never fires, however its fractions round in binary.
 */
export function exceedsFactor(
  counts: Tallied,
  rule: BurnRule,
  { objective, periodSeconds }: BurnBudget,
): boolean {
  // A trillionth of a share is finer than anyone writes; 14.4 × 1h ÷ 30d is 0.02 again.
  const share = { numerator: BigInt(Math.round(rule.share * 1e12)), denominator: BigInt(1e12) };
  const burnt = multiply(exactBad(counts), fractionOf(rule.longSeconds));
  const budget = multiply(budgetFraction(objective), fractionOf(counts.total));
  return compare(burnt, multiply(multiply(budget, share), fractionOf(periodSeconds))) > 0;
}

/** @throws UsageError for a rule that can never fire: even if every event failed, the burn rate would be 1 ÷ budget. */
export function assertReachable(rules: readonly BurnRule[], objective: number, periodSeconds: number): void {
  const outage = { good: 0, total: 1 };
  const unreachable = rules.find((rule) => !exceedsFactor(outage, rule, { objective, periodSeconds }));
  if (unreachable === undefined) return;
  const highest = 1 / errorBudget(objective);
  throw new UsageError(
    `A ${unreachable.severity} alert at burn rate ${tidy(burnFactor(unreachable, periodSeconds))} can never fire: ` +
      `with an objective of ${objective} the burn rate cannot exceed ${tidy(highest)}. ` +
      'Lower its share of the budget, lengthen its window, or raise the objective.',
  );
}

/** Turns 14.399999999999999 into 14.4. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

export type BurnQuestion = BurnBudget & { readonly slo: string; readonly rules: readonly BurnRule[] };

/** Counts of the SLI in the last `seconds` seconds. */
export type CountsOver = (seconds: number) => Tallied;

/** A rule fires when both of its windows exceed its factor; without events nothing burns. */
export function isFiring(rule: BurnRule, budget: BurnBudget, countsOver: CountsOver): boolean {
  return [rule.longSeconds, rule.shortSeconds].every((seconds) =>
    exceedsFactor(countsOver(seconds), rule, budget),
  );
}

/** Every rule: how fast both of its windows burn, and whether it fires. */
export function ruleBurns(
  { objective, periodSeconds, rules }: Omit<BurnQuestion, 'slo'>,
  countsOver: CountsOver,
): readonly (RuleBurn & Pick<BurnRule, 'severity'>)[] {
  const rateOver = (seconds: number) => burnRate(countsOver(seconds), objective);
  return rules.map((rule) => {
    const { severity, longSeconds, shortSeconds } = rule;
    const factor = burnFactor(rule, periodSeconds);
    const [long, short] = [rateOver(longSeconds), rateOver(shortSeconds)];
    const firing = isFiring(rule, { objective, periodSeconds }, countsOver);
    return { severity, firing, rates: { longSeconds, shortSeconds, factor, long, short } };
  });
}

/** The rules that fire, with the burn rate of their long window. */
export function firingAlerts(question: BurnQuestion, countsOver: CountsOver): readonly FiringAlert[] {
  return ruleBurns(question, countsOver).flatMap(({ severity, firing, rates }) =>
    firing ? [{ slo: question.slo, severity, burn: rates.long }] : [],
  );
}
