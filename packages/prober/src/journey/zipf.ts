/** Words as people use them: a few often, most hardly ever. */
import type { Random } from '@garbageday/core/ports.ts';

/**
 * Draws ranks 0 … size − 1 with probability ∝ 1/(rank + 1)^exponent (Zipf 1949), by inversion of the cumulative weights.
 * Exponent 1 is that of natural language.
 */
export function zipf(size: number, exponent: number): (random: Random) => number {
  const cumulative = new Float64Array(size);
  let total = 0;
  for (let rank = 0; rank < size; rank += 1) {
    total += (rank + 1) ** -exponent;
    cumulative[rank] = total;
  }
  return (random) => firstAbove(cumulative, random.next() * total);
}

/** The first index whose value exceeds `limit`, by bisection; the last one when rounding leaves none. */
function firstAbove(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
