/** Draws the values of a journey's variables. */
import type { Random } from '@garbageday/core/ports.ts';
import type { Variable } from '@garbageday/core/probe/journey.ts';
import { zipf } from './zipf.ts';

/** Values by name; `{name}` in a template stands for one. */
export type Variables = ReadonlyMap<string, string>;

/** Returns what draws the values of the next run; `randomOf` gives each variable a stream of its own. */
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
