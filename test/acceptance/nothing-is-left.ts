/** After the end of a run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { eventually } from '../local/eventually.ts';
import { type Place, processesOf, runtimeDirectoriesOf } from './place.ts';

/** No process and no runtime directory of the place within 2 s from now; the command's own process counts too. */
export async function nothingIsLeft(place: Place): Promise<void> {
  const leftovers = () => [...processesOf(place).map(({ args }) => args), ...runtimeDirectoriesOf(place)];
  const isGone = () => leftovers().length === 0;
  await eventually('everything gone', isGone, 2_000).catch(() => expect(leftovers()).toEqual([]));
}

/** It left in order: the next may start. */
export function expectFree({ directory }: Place): void {
  expect(existsSync(join(directory, 'lock'))).toBe(false);
}
