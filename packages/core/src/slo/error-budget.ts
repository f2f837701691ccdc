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

/** Counts whose `good` may be the nearest number to a sum of ratios; `exactBad` is what it stands for. */
export type Tallied = Counts & { readonly exactBad?: Fraction };

/**
 * B = 1 − objective, free of the binary dust of `1 − 0.999`: exact to 12 decimals.
 * Throws a UsageError unless 0 < objective < 1: a budget of nothing is spent by the first error, and burn has no meaning.
 */
export function errorBudget(objective: number): number {
  return scaledBudget(objective) / scale;
}

/** The error budget as an exact fraction. */
export function budgetFraction(objective: number): Fraction {
  return { numerator: BigInt(scaledBudget(objective)), denominator: BigInt(scale) };
}

/** Whether more than the budget of these events went wrong; spending exactly the budget is not a breach. */
export function isBreached(counts: Tallied, objective: number): boolean {
  return compare(exactBad(counts), multiply(budgetFraction(objective), fractionOf(counts.total))) > 0;
}

/** Share of the budget of `events` events that `bad` of them consumed: 0 and up, beyond 1 when overspent. */
export function consumed(bad: number, objective: number, events: number): number {
  return toNumber(spentShare(fractionOf(bad), objective, events));
}

/** Share of the budget that is left; negative when overspent. `consumed` and it add up to 1. */
export function remaining(bad: number, objective: number, events: number): number {
  return toNumber(subtract(one, spentShare(fractionOf(bad), objective, events)));
}

/** `consumed`, exactly. */
export function spentShare(bad: Fraction, objective: number, events: number): Fraction {
  const budget = budgetFraction(objective);
  return events === 0 ? zero : divide(bad, multiply(budget, fractionOf(events)));
}

/** What went wrong, as the nearest number. */
export function badOf(counts: Counts): number {
  return counts.total - counts.good;
}

/** What went wrong, exactly. */
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
 * down so that a doubt is held against chaos. Without a baseline every bad event is.
 */
export function excessBad(impact: Counts, baseline: Counts): number {
  const explained = baseline.total === 0 ? 0 : Math.floor((badOf(baseline) * impact.total) / baseline.total);
  return Math.max(0, badOf(impact) - explained);
}
