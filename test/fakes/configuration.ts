/** A small, complete configuration for tests; override what a test is about. */
import type { Configuration, GroupConfiguration, SloConfiguration } from '@garbageday/core/configuration.ts';
import type { MeasuredJourney } from '@garbageday/core/probe/measured-journey.ts';
import { defaultBurnRules } from '@garbageday/core/slo/burn-alerts.ts';
import { chaosSchedule } from './schedule.ts';

export function groupConfiguration(changes: Partial<GroupConfiguration> = {}): GroupConfiguration {
  return {
    name: 'web',
    kind: 'web',
    desiredSize: 3,
    requiredHealthy: 2,
    isEnabled: true,
    fault: 'terminate',
    faultDurationMs: 5_000,
    minAgeSeconds: 0,
    exempt: { instanceIds: [], zones: [], tags: [] },
    hypothesis: { maxBadProbes: 0, maxP99Ms: 500, maxRecoverMs: 30_000 },
    ...changes,
  };
}

/** The three groups of the reference stack. */
export const threeGroups: readonly GroupConfiguration[] = [
  groupConfiguration(),
  groupConfiguration({ name: 'data', kind: 'data' }),
  groupConfiguration({ name: 'lb', kind: 'load-balancer', desiredSize: 2, requiredHealthy: 1 }),
];

/** The service's own judge. */
export function measuredJourney(changes: Partial<MeasuredJourney> = {}): MeasuredJourney {
  return {
    ...{ name: 'probe', role: 'judge', variables: [], steps: [] },
    ...{ ratePerSecond: 10, latencyThresholdMs: 300, timeoutMs: 5_000 },
    ...changes,
  };
}

export function sloConfiguration(changes: Partial<SloConfiguration> = {}): SloConfiguration {
  return {
    name: 'probe-availability',
    journey: 'probe',
    role: changes.journey === 'users' ? 'load' : 'judge',
    step: null,
    vantage: null,
    sli: 'availability',
    objective: 0.999,
    budgeting: { kind: 'occurrences' },
    window: '30d',
    timeZone: 'UTC',
    alerts: defaultBurnRules,
    ...changes,
  };
}

/** The reference configuration with objectives for both journeys. */
export function configuration(changes: Partial<Configuration> = {}): Configuration {
  return {
    service: 'wordcount',
    mode: 'armed',
    schedule: chaosSchedule(),
    groups: threeGroups,
    probe: { maxLagMs: 50, minCoverage: 0.9 },
    slos: [
      sloConfiguration({ name: 'users-availability', journey: 'users' }),
      sloConfiguration(),
      sloConfiguration({ name: 'probe-latency', sli: 'latency', objective: 0.99 }),
    ],
    journeys: [
      measuredJourney({ name: 'users', role: 'load', ratePerSecond: 200, timeoutMs: 10_000 }),
      measuredJourney(),
    ],
    audit: null,
    composites: [],
    exclusions: [],
    budget: { reserve: 0.2, chaosShare: 0.5, coldStartSpend: 0.01, policy: [] },
    slack: {
      links: { dashboard: null, report: null, runbook: null },
      mention: { page: null, ticket: null },
    },
    ...changes,
  };
}
