/** Planned maintenance, as far back as anybody asks. */
import { expandExclusions } from '@garbageday/config/expand-exclusions.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Interval } from '@garbageday/core/ports.ts';

/** Slices are kept this long (domain.md §8). */
const keptMs = 400 * 86_400_000;

export function excludedBefore(
  { exclusions }: Pick<Configuration, 'exclusions'>,
  toMs: number,
): readonly Interval[] {
  return expandExclusions(exclusions, { fromMs: toMs - keptMs, toMs });
}
