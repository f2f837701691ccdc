/** Draws the values of a journey's variables. */
import type { Random } from '@garbageday/core/ports.ts';
import type { Variable } from '@garbageday/core/probe/journey.ts';

/** Values by name; `{name}` in a template stands for one. */
export type Variables = ReadonlyMap<string, string>;

/** Returns a function that draws the values of the next run; `randomOf` gives each variable its own stream. */
export function variableSource(
  variables: readonly Variable[],
  randomOf: (name: string) => Random,
): () => Variables {
  const draws = variables.map((variable) => [variable.name, drawOf(variable, randomOf)] as const);
  return () => new Map(draws.map(([name, draw]) => [name, draw()]));
}

function drawOf({ name, pattern, count, pick }: Variable, randomOf: (name: string) => Random): () => string {
  const next = pick === 'zipf' ? byZipf(count, randomOf(name)) : inTurn(count);
  return () => pattern.replaceAll('{n}', String(next()));
}

function byZipf(count: number, random: Random): () => number {
  const rank = zipf(count, 1);
  return () => rank(random) + 1;
}

function inTurn(count: number): () => number {
  let turn = 0;
  return () => (turn++ % count) + 1;
}

/**
 * Draws ranks 0 … size − 1 with probability ∝ 1/(rank + 1)^exponent (Zipf 1949), by inversion of the cumulative
 * weights. Exponent 1 is that of natural language.
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

/** The first index whose value exceeds `limit`, by bisection; the last one if rounding leaves none. */
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
