/** How fast things happen on AWS: one-minute slices, servers that take minutes to start. */

import { groupNamed, type Pace } from '@garbageday/core/chaos/experiment-settings.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';

/**
 * An experiment must end within two hours (packages/sst/src/experiment.ts), and what follows the recovery takes time,
 * too.
 */
const longestRecoverMs = 90 * minuteMs;

/** The calendar is always checked: whatever started the experiment, it runs in the window or not at all. */
export function cloudPace(configuration: Configuration, group: string): Pace {
  const { maxRecoverMs } = groupNamed(configuration, group).hypothesis;
  return {
    schedule: configuration.schedule,
    sliceSeconds: 60,
    baselineMs: 10 * minuteMs,
    settleMs: 2 * minuteMs,
    pollMs: 5_000,
    // Longer than it should take, so that a late recovery is measured and not given up on.
    recoverTimeoutMs: Math.min(longestRecoverMs, Math.max(20 * minuteMs, 2 * maxRecoverMs)),
  };
}
