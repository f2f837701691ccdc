/** Whether a moment is excluded, for callers that ask slice by slice without knowing how far they will look. */

import type { ExclusionConfiguration } from '@garbageday/core/configuration.ts';
import { membership } from '@garbageday/core/slo/exclusions.ts';
import { weekMs } from '@garbageday/core/time/durations.ts';
import { expandExclusions } from './expand-exclusions.ts';

/** Exclusions are expanded a week at a time, each week once. */
export function excludedTimes(exclusions: readonly ExclusionConfiguration[]): (atMs: number) => boolean {
  if (exclusions.length === 0) return () => false;
  const weeks = new Map<number, (atMs: number) => boolean>();
  return (atMs) => {
    const week = Math.floor(atMs / weekMs);
    const known = weeks.get(week);
    if (known !== undefined) return known(atMs);
    const isExcluded = membership(
      expandExclusions(exclusions, { fromMs: week * weekMs, toMs: (week + 1) * weekMs }),
    );
    weeks.set(week, isExcluded);
    return isExcluded(atMs);
  };
}
