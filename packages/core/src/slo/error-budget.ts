/** The error budget: 1 − objective, as a share of the events of a window (SRE Workbook, ch. 2 and 5). */

import { UsageError } from '../errors.ts';
import type { Counts } from '../statistics/counts.ts';
import {
  compare,
  divide,
  type Fraction,
  fractionOf,
  multiply,
  one,
  subtract,
  toNumber,
  zero,
} from './fraction.ts';

/** Budgets are integers of this fraction, so that equality can be decided. */
const scale = 1e12;

/** Counts whose `good` may be only the nearest number to a sum of ratios; `exactBad` is the exact value. */
export type Tallied = Counts & { readonly exactBad?: Fraction };

/**
 * B = 1 − objective, without the binary rounding error of `1 − 0.999`: exact to 12 decimals. Throws a UsageError unless
 * 0 < objective < 1: the first error spends an empty budget, and burn has no meaning.
 */
export function errorBudget(objective: number): number {
  return scaledBudget(objective) / scale;
}

/** The error budget as an exact fraction. */
export function budgetFraction(objective: number): Fraction {
  return { numerator: BigInt(scaledBudget(objective)), denominator: BigInt(scale) };
}

/** Whether more of these events failed than the budget allows; spending exactly the budget is not a breach. */
export function isBreached(counts: Tallied, objective: number): boolean {
  return compare(exactBad(counts), multiply(budgetFraction(objective), fractionOf(counts.total))) > 0;
}

/** Share of the budget of `events` events that `bad` of them consumed: at least 0, above 1 when overspent. */
export function consumed(bad: number, objective: number, events: number): number {
  return toNumber(spentShare(fractionOf(bad), objective, events));
}

/** Share of the budget that is left; negative when overspent. It and `consumed` add up to 1. */
export function remaining(bad: number, objective: number, events: number): number {
  return toNumber(subtract(one, spentShare(fractionOf(bad), objective, events)));
}

/** `consumed`, exactly. */
export function spentShare(bad: Fraction, objective: number, events: number): Fraction {
  const budget = budgetFraction(objective);
  return events === 0 ? zero : divide(bad, multiply(budget, fractionOf(events)));
}

/** The bad events, as the nearest number. */
export function badOf(counts: Counts): number {
  return counts.total - counts.good;
}

/** The bad events, exactly. */
export function exactBad(counts: Tallied): Fraction {
  return counts.exactBad ?? subtract(fractionOf(counts.total), fractionOf(counts.good));
}

function scaledBudget(objective: number): number {
  const budget = scale - Math.round(objective * scale);
  if (budget > 0 && budget < scale) return budget;
  throw new UsageError(
    `An objective lies between 0 and 1, not ${objective}: 0.999 means 99.9%, and 1 would leave no error budget to spend.`,
  );
}

/**
 * Bad events beyond those that the baseline's error ratio explains: max(0, bad − b₀·N), an integer, with b₀·N rounded
 * down so that doubt counts against chaos. Without a baseline, every bad event counts.
 */
export function excessBad(impact: Counts, baseline: Counts): number {
  const explained = baseline.total === 0 ? 0 : Math.floor((badOf(baseline) * impact.total) / baseline.total);
  return Math.max(0, badOf(impact) - explained);
}

// The error-budget policy: what is refused at which level of the remaining budget (SRE Workbook, ch. 5 and app. B).

/** While less than `below` of the budget would be left, experiments that `refuse` names are refused. */
export type PolicyRule = {
  /** Share of the budget, 0–1. */
  readonly below: number;
  /** `everything`, or names of groups or faults. */
  readonly refuse: readonly string[];
};

export type BudgetPolicy = {
  /** Share of the budget that chaos never touches, 0–1: below it everything is refused. */
  readonly reserve: number;
  readonly policy: readonly PolicyRule[];
};

/** The properties of an experiment that a policy looks at. */
export type Subject = { readonly group: string; readonly fault: string };

/** The whole policy, the strictest rule last; the reserve is one of its rules. */
export function rulesOf({ reserve, policy }: BudgetPolicy): readonly PolicyRule[] {
  const whole = [...policy, { below: reserve, refuse: ['everything'] }];
  return whole.toSorted((a, b) => b.below - a.below);
}

/** The share of the budget below which such an experiment is refused: the highest of all rules that name it. */
export function reserveFor(policy: BudgetPolicy, { group, fault }: Subject): number {
  const names = ['everything', group, fault];
  const applying = rulesOf(policy).filter(({ refuse }) => refuse.some((name) => names.includes(name)));
  return Math.max(policy.reserve, ...applying.map(({ below }) => below));
}

/** The rules in force while `remaining` of the budget is left; the boundary itself refuses nothing. */
export function rulesInForce(policy: BudgetPolicy, remaining: number): readonly PolicyRule[] {
  return rulesOf(policy).filter(({ below }) => isLess(remaining, below));
}

/** Whether a share of the budget is less than another by more than binary rounding error: a trillionth. */
export function isLess(share: number, limit: number): boolean {
  return Math.round((limit - share) * 1e12) > 0;
}
