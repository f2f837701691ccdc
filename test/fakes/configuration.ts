/** A small, complete configuration for tests; override what a test is about. */
import type { GroupConfiguration, SloConfiguration } from '@garbageday/core/config/configuration.ts';

export const groupConfiguration = (changes: Partial<GroupConfiguration> = {}): GroupConfiguration => ({
  name: 'web',
  kind: 'web',
  desiredSize: 3,
  requiredHealthy: 2,
  isEnabled: true,
  fault: 'terminate',
  minAgeSeconds: 0,
  hypothesis: { maxBadProbes: 0, maxP99Ms: 500, maxRecoverMs: 30_000 },
  ...changes,
});

/** The three groups of the reference stack. */
export const threeGroups: readonly GroupConfiguration[] = [
  groupConfiguration(),
  groupConfiguration({ name: 'data', kind: 'data' }),
  groupConfiguration({ name: 'lb', kind: 'load-balancer', desiredSize: 2, requiredHealthy: 1 }),
];

export const sloConfiguration = (changes: Partial<SloConfiguration> = {}): SloConfiguration => ({
  name: 'probe-availability',
  journey: 'probe',
  sli: 'availability',
  objective: 0.999,
  window: '30d',
  ...changes,
});
