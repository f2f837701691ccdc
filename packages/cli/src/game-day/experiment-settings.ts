/** How experiments run on the local platform, where everything happens within seconds. */
import type { ExperimentSettings } from '@garbageday/core/chaos/experiment-ports.ts';
import { experimentSettingsOf } from '@garbageday/core/chaos/experiment-settings.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';

/** One-second slices, watched ten times a second, two seconds of settling. */
export const localTimes = {
  sliceSeconds: 1,
  baselineMs: 14_000,
  settleMs: 2_000,
  pollMs: 100,
  recoverTimeoutMs: 30_000,
} as const;

/** @throws UsageError if no SLO on the probe's availability could pay for chaos. */
export function experimentSettings(configuration: Configuration, groupName: string): ExperimentSettings {
  return experimentSettingsOf(configuration, groupName, { ...localTimes, schedule: null });
}
