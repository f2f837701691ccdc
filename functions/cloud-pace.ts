/** How fast things happen on AWS: slices of a minute, servers that take minutes to come. */
import { groupNamed, type Pace } from '@garbageday/core/chaos/experiment-settings.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';

const minuteMs = 60_000;

/** An experiment ends within two hours (stacks/experiment.ts), and what comes after the recovery takes its share. */
const longestRecoverMs = 90 * minuteMs;

/** The calendar is asked: whatever started the experiment, it happens in the window or not at all. */
export function cloudPace(configuration: Configuration, group: string): Pace {
  const { maxRecoverMs } = groupNamed(configuration, group).hypothesis;
  return {
    schedule: configuration.schedule,
    sliceSeconds: 60,
    baselineMs: 10 * minuteMs,
    settleMs: 2 * minuteMs,
    pollMs: 5_000,
    // Longer than it should take, so that a recovery that is late is measured and not given up.
    recoverTimeoutMs: Math.min(longestRecoverMs, Math.max(20 * minuteMs, 2 * maxRecoverMs)),
  };
}
