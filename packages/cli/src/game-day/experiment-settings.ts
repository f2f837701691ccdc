/** How experiments run on the local platform, where everything happens within seconds. */
import { type ExperimentSettings, nobodyExempt } from '@garbageday/core/chaos/experiment-ports.ts';
import type { Configuration, GroupConfiguration } from '@garbageday/core/config/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { chaosSloOf } from '@garbageday/core/slo/chaos-slo.ts';

/** One-second slices, watched ten times a second, two seconds of settling. */
export const localTimes = {
  sliceSeconds: 1,
  baselineMs: 14_000,
  settleMs: 2_000,
  pollMs: 100,
  recoverTimeoutMs: 30_000,
} as const;

/** Throws a UsageError when no objective on the probe's availability could pay for chaos. */
export function experimentSettings(configuration: Configuration, groupName: string): ExperimentSettings {
  return {
    ...localTimes,
    service: configuration.service,
    journey: 'probe',
    group: groupNamed(configuration, groupName),
    schedule: null,
    probe: configuration.probe,
    slo: chaosSloOf(configuration.slos),
    budget: configuration.budget,
    exempt: nobodyExempt,
  };
}

export function groupNamed(configuration: Configuration, name: string): GroupConfiguration {
  const group = configuration.groups.find((each) => each.name === name);
  if (group !== undefined) return group;
  const known = configuration.groups.map((each) => each.name).join(', ');
  throw new UsageError(`there is no group "${name}"; the configuration has: ${known}`);
}
