/**
 * Planned maintenance. The code that expands cron expressions and RRULEs is larger than all of core, and is loaded only
 * if something is excluded (docs/decisions/2026-11-26-configuration-as-json.md).
 */

import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import { keptMs } from '@garbageday/core/time/durations.ts';

type Excluding = Pick<Configuration, 'exclusions'>;

/** As far back as anything needs. */
export async function excludedBefore({ exclusions }: Excluding, toMs: number): Promise<readonly Interval[]> {
  if (exclusions.length === 0) return [];
  const { expandExclusions } = await import('@garbageday/config/expand-exclusions.ts');
  return expandExclusions(exclusions, { fromMs: toMs - keptMs, toMs });
}

/** For callers that ask slice by slice. */
export async function whatIsExcluded({ exclusions }: Excluding): Promise<(atMs: number) => boolean> {
  if (exclusions.length === 0) return () => false;
  const { excludedTimes } = await import('@garbageday/config/excluded-times.ts');
  return excludedTimes(exclusions);
}
