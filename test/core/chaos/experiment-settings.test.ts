import { experimentSettingsOf } from '@garbageday/core/chaos/experiment-settings.ts';
import { describe, expect, it } from 'vitest';
import { configuration, sloConfiguration } from '../../fakes/configuration.ts';

const pace = {
  schedule: null,
  sliceSeconds: 60,
  baselineMs: 600_000,
  settleMs: 120_000,
  pollMs: 5_000,
  recoverTimeoutMs: 1_800_000,
};

describe('the settings of an experiment', () => {
  it("are the group's, the probe's, and the platform's pace", () => {
    const settings = experimentSettingsOf(configuration(), 'data', pace);
    expect(settings).toMatchObject({
      ...pace,
      service: 'wordcount',
      journey: 'probe',
      group: { name: 'data' },
      slo: { name: 'probe-availability' },
    });
  });

  it('wait for a recovery as long as the hypothesis allows it to take', () => {
    const settings = experimentSettingsOf(configuration(), 'data', { ...pace, recoverTimeoutMs: 1_000 });
    expect(settings.recoverTimeoutMs).toBe(settings.group.hypothesis.maxRecoverMs);
  });

  it('know what is fast enough for the users, where an objective says so', () => {
    const given = configuration();
    const thresholdMs = given.journeys[1]?.latencyThresholdMs;
    const latency = sloConfiguration({ name: 'latency', sli: 'latency', objective: 0.99 });
    const availability = sloConfiguration({ name: 'availability' });
    const of = (slos: typeof given.slos) => experimentSettingsOf({ ...given, slos }, 'data', pace).latencySlo;
    expect(of([availability, latency])).toEqual({ objective: 0.99, thresholdMs });
    expect(of([availability])).toBeNull();
  });

  it('do not exist for a group that does not', () => {
    expect(() => experimentSettingsOf(configuration(), 'cache', pace)).toThrow(
      'there is no group "cache"; the configuration has: web, data, lb',
    );
  });
});
