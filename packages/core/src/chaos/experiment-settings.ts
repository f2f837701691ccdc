/** The settings of a group's experiments, from the configuration and a platform's pace. */
import type { Configuration, GroupConfiguration } from '../configuration.ts';
import { UsageError } from '../errors.ts';
import { journeyNamed } from '../probe/measured-journey.ts';
import { chaosSloOf, latencyObjectiveOf } from '../slo/chaos-slo.ts';
import type { ExperimentSettings } from './experiment-ports.ts';

/** How fast things happen on a platform, and whether the calendar is asked. */
export type Pace = Pick<
  ExperimentSettings,
  'schedule' | 'sliceSeconds' | 'baselineMs' | 'settleMs' | 'pollMs' | 'recoverTimeoutMs'
>;

/** @throws UsageError for an unknown group, or if no judge has an SLO that could pay for chaos. */
export function experimentSettingsOf(
  configuration: Configuration,
  groupName: string,
  pace: Pace,
): ExperimentSettings {
  const group = groupNamed(configuration, groupName);
  const slo = chaosSloOf(configuration.slos);
  const { journey } = slo;
  const { ratePerSecond, timeoutMs, latencyThresholdMs } = journeyNamed(configuration.journeys, journey);
  const objective = latencyObjectiveOf(configuration.slos, journey);
  return {
    ...pace,
    // With a shorter timeout, a recovery that the hypothesis allows would count as none.
    recoverTimeoutMs: Math.max(pace.recoverTimeoutMs, group.hypothesis.maxRecoverMs),
    service: configuration.service,
    journey,
    group,
    probe: { ...configuration.probe, ratePerSecond, timeoutMs },
    slo,
    latencySlo: objective === null ? null : { objective, thresholdMs: latencyThresholdMs },
    budget: configuration.budget,
    exempt: group.exempt,
  };
}

/** @throws UsageError that lists the existing groups. */
export function groupNamed(configuration: Configuration, name: string): GroupConfiguration {
  const group = configuration.groups.find((each) => each.name === name);
  if (group !== undefined) return group;
  const known = configuration.groups.map((each) => each.name).join(', ');
  throw new UsageError(`there is no group "${name}"; the configuration has: ${known}`);
}
