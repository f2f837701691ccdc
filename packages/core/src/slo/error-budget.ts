/** The error budget: 1 − objective, as a share of the events of a full window (SRE Workbook, ch. 2 and 5). */
import { UsageError } from '../errors.ts';
import type { Counts } from '../probe/slice.ts';

/** Budgets are integers of this fraction, so that equality can be decided. */
const scale = 1e12;

const unitsPerOne = 1e9;

/**
 * B = 1 − objective, free of the binary dust of `1 − 0.999`: exact to 12 decimals.
 * Throws a UsageError unless 0 < objective < 1: a budget of nothing is spent by the first error, and burn has no meaning.
 */
export function errorBudget(objective: number): number {
  return scaledBudget(objective) / scale;
}

/** Whether more than the budget of these events went wrong; spending exactly the budget is no breach. In integers. */
export function isBreached(counts: Counts, objective: number): boolean {
  return inUnits(badOf(counts)) * BigInt(scale) > inUnits(counts.total) * BigInt(scaledBudget(objective));
}

/** The error budget as an exact fraction of integers. */
export function budgetFraction(objective: number): {
  readonly numerator: bigint;
  readonly denominator: bigint;
} {
  return { numerator: BigInt(scaledBudget(objective)), denominator: BigInt(scale) };
}

/**
 * A count, or a number of seconds, in billionths, so that comparisons are decided in integers. Whole numbers stay exact;
 * what lies between them is the mean of ratios or somebody's decimal fraction, and loses its binary dust.
 */
export function inUnits(value: number): bigint {
  const whole = Math.floor(value);
  return BigInt(whole) * BigInt(unitsPerOne) + BigInt(Math.round((value - whole) * unitsPerOne));
}

/** Share of the budget of `events` events that `bad` of them consumed: 0 and up, beyond 1 when overspent. */
export function consumed(bad: number, objective: number, events: number): number {
  const budget = scaledBudget(objective);
  if (events === 0) return 0;
  // Of two whole numbers the quotient is right to the last digit; 1 ⁄ 1000 is shorter than 1e9 ⁄ 1e12.
  const divisor = greatestCommonDivisor(budget, scale);
  const [above, below] = [bad * (scale / divisor), events * (budget / divisor)];
  const isExact = Number.isSafeInteger(above) && Number.isSafeInteger(below);
  return isExact ? above / below : bad / ((budget / scale) * events);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Share of the budget that is left; negative when overspent. `consumed` and it add up to 1. */
export function remaining(bad: number, objective: number, events: number): number {
  return 1 - consumed(bad, objective, events);
}

export function badOf(counts: Counts): number {
  return counts.total - counts.good;
}

function scaledBudget(objective: number): number {
  const budget = scale - Math.round(objective * scale);
  if (budget > 0 && budget < scale) return budget;
  throw new UsageError(
    `An objective lies between 0 and 1, not ${objective}: 0.999 means 99.9%, and 1 would leave no error budget to spend.`,
  );
}
