import { UsageError } from '@garbageday/core/errors.ts';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { experimentEnvironment } from '../../functions/environment/experiment.ts';
import { measuringEnvironment } from '../../functions/environment/measuring.ts';
import { parseEnvironment } from '../../functions/environment/read-environment.ts';
import { probeJourney } from '../fixtures/word-journeys.ts';

const load = {
  service: 'wordcount',
  journey: probeJourney,
  ratePerSecond: 10,
  latencyThresholdMs: 300,
  timeoutMs: 5_000,
};

const measuring = {
  LEDGER_TABLE: 'ledger',
  METRICS_NAMESPACE: 'GarbageDay/Probe/dev',
  TARGET_URL: 'http://balancer.example',
  AWS_REGION: 'eu-central-1',
  MEASURING: JSON.stringify(load),
};

const experiment = {
  STAGE: 'dev',
  LEDGER_TABLE: 'ledger',
  SAFETY_LEVER: '/garbageday/dev/safety-lever',
  EVENT_BUS: 'bus',
  ALARM_PREFIX: 'garbageday-dev-slo-',
  FLEET: JSON.stringify([{ group: 'web', autoScalingGroups: ['web'], targetGroupArns: [] }]),
};

function problemOf<T>(schema: z.ZodMiniType<T>, variables: Record<string, string | undefined>): string {
  try {
    parseEnvironment(schema, variables);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
  }
  throw new Error('nothing was wrong');
}

describe('the environment of a function', () => {
  it('is read, JSON inside it too, and the rest of it is left alone', () => {
    const variables = { ...measuring, PATH: '/usr/bin' };
    expect(parseEnvironment(measuringEnvironment, variables)).toEqual({ ...measuring, MEASURING: load });
  });

  it.each(Object.keys(measuring))('names %s when it is missing', (name) => {
    expect(problemOf(measuringEnvironment, { ...measuring, [name]: undefined })).toBe(
      `the environment variable ${name} of this function is missing; ` +
        'functions/specs.ts says what it is for, and a deployment sets it',
    );
  });

  it.each([
    ['an empty name', { LEDGER_TABLE: '' }, 'LEDGER_TABLE of this function is not valid;'],
    ['no URL', { TARGET_URL: 'balancer' }, 'TARGET_URL of this function is not valid;'],
    ['no JSON', { MEASURING: '{' }, 'MEASURING of this function is not valid;'],
    [
      'a rate of nothing',
      { MEASURING: JSON.stringify({ ...load, ratePerSecond: 0 }) },
      'MEASURING of this function is not valid (at ratePerSecond);',
    ],
  ])('says where it is wrong: %s', (_, changes, expected) => {
    expect(problemOf(measuringEnvironment, { ...measuring, ...changes })).toContain(expected);
  });

  it('says where a fleet is wrong', () => {
    const FLEET = JSON.stringify([{ group: 'web', autoScalingGroups: [], targetGroupArns: [] }]);
    expect(problemOf(experimentEnvironment, { ...experiment, FLEET })).toContain(
      'FLEET of this function is not valid (at 0.autoScalingGroups);',
    );
    expect(parseEnvironment(experimentEnvironment, experiment).FLEET).toHaveLength(1);
  });

  it('names the function that asks for roles where there is one, and an empty name is none', () => {
    expect(parseEnvironment(experimentEnvironment, experiment).ROLES_FUNCTION).toBeUndefined();
    const asking = { ...experiment, ROLES_FUNCTION: 'arn:roles' };
    expect(parseEnvironment(experimentEnvironment, asking).ROLES_FUNCTION).toBe('arn:roles');
    expect(problemOf(experimentEnvironment, { ...experiment, ROLES_FUNCTION: '' })).toContain(
      'ROLES_FUNCTION',
    );
  });
});
