/** Whether a series of equally spaced values rises, and how fast, whatever its distribution (R. O. Gilbert, Statistical Methods for Environmental Pollution Monitoring, 1987, chapter 16). */
import { at } from '../errors.ts';

/** H. B. Mann, Econometrica 13, 1945; M. G. Kendall, Rank Correlation Methods, 1975. */
export type MannKendall = {
  /** Pairs of which the later is larger, less pairs of which it is smaller. */
  readonly s: number;
  /** Of S where there is no trend, with equal values taken into account. */
  readonly variance: number;
  /** S less 1 (continuity) in standard deviations; above 0 the series rises. 0 where nothing can be said. */
  readonly z: number;
};

export function mannKendall(values: readonly number[]): MannKendall {
  const s = pairsOf(values).reduce((sum, { rise }) => sum + Math.sign(rise), 0);
  const n = values.length;
  const weight = (count: number) => count * (count - 1) * (2 * count + 5);
  const variance = (weight(n) - sizesOfTies(values).reduce((sum, size) => sum + weight(size), 0)) / 18;
  return { s, variance, z: variance > 0 ? (s - Math.sign(s)) / Math.sqrt(variance) : 0 };
}

/** P. K. Sen, Journal of the American Statistical Association 63, 1968. */
export type TheilSen = {
  /** The median of the slopes between all pairs, in units of the values for one step. */
  readonly slope: number;
  /** Of the slope, at the one-sided confidence that was asked for. */
  readonly low: number;
};

/** `zOfConfidence`: 2.326 for 99%. Of two values at least: fewer have no slope. */
export function theilSen(values: readonly number[], zOfConfidence: number): TheilSen {
  const slopes = pairsOf(values)
    .map(({ rise, run }) => rise / run)
    .toSorted((a, b) => a - b);
  const { variance } = mannKendall(values);
  const rank = Math.floor((slopes.length - zOfConfidence * Math.sqrt(variance)) / 2);
  return { slope: medianOf(slopes), low: at(slopes, Math.max(0, rank - 1)) };
}

type Pair = { readonly rise: number; readonly run: number };

function pairsOf(values: readonly number[]): readonly Pair[] {
  return values.flatMap((earlier, index) =>
    values.slice(index + 1).map((later, after) => ({ rise: later - earlier, run: after + 1 })),
  );
}

function sizesOfTies(values: readonly number[]): readonly number[] {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes.values()];
}

/** Of sorted values; the two in the middle are one where their number is odd. */
function medianOf(sorted: readonly number[]): number {
  const middle = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
  return middle.reduce((sum, index) => sum + at(sorted, index), 0) / middle.length;
}
