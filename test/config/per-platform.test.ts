import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigurationInput } from '@garbageday/config/configuration-input.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';

function on(platform: 'local' | 'aws', input: ConfigurationInput) {
  return parseConfiguration(input, 'the test', platform);
}

function recovering(platform: 'local' | 'aws', input: ConfigurationInput = {}) {
  return on(platform, input).groups.map(({ kind, hypothesis }) => [kind, hypothesis.maxRecoverMs / 1_000]);
}

function web(hypothesis: object, aws?: object): ConfigurationInput {
  return {
    groups: [{ kind: 'web', hypothesis, ...(aws === undefined ? {} : { aws: { hypothesis: aws } }) }],
  };
}

describe('one configuration for both platforms', () => {
  it('gives a replacement on EC2 the time to boot and to install, by default', () => {
    expect(recovering('local')).toEqual([
      ['web', 30],
      ['data', 60],
      ['load-balancer', 30],
    ]);
    expect(recovering('aws')).toEqual([
      ['web', 360],
      ['data', 720],
      ['load-balancer', 360],
    ]);
  });

  it.each<[string, ConfigurationInput, number, number]>([
    ['what is written for AWS counts there alone', web({ maxRecover: '20s' }, { maxRecover: '4m' }), 20, 240],
    ['what is written once counts everywhere', web({ maxRecover: '90s' }), 90, 90],
    ['what is written for AWS alone leaves the laptop its default', web({}, { maxRecover: '4m' }), 30, 240],
  ])('%s', (_, input, local, aws) => {
    expect([recovering('local', input), recovering('aws', input)]).toEqual([
      [['web', local]],
      [['web', aws]],
    ]);
  });

  it('has the rest of the hypothesis for AWS as well', () => {
    const input = web({ maxBadProbes: 1, maxP99: '1s' }, { maxBadProbes: 5, maxP99: '3s' });
    expect(on('local', input).groups[0]?.hypothesis).toMatchObject({ maxBadProbes: 1, maxP99Ms: 1_000 });
    expect(on('aws', input).groups[0]?.hypothesis).toMatchObject({ maxBadProbes: 5, maxP99Ms: 3_000 });
  });

  it.each<[string, ConfigurationInput, number, number]>([
    ['by default', {}, 200, 200],
    ['written once', { probe: { maxLag: '50ms' } }, 50, 50],
    ['written for AWS', { probe: { maxLag: '50ms', aws: { maxLag: '300ms' } } }, 50, 300],
  ])("the probe's own lag %s", (_, input, local, aws) => {
    expect(on('local', input).probe.maxLagMs).toBe(local);
    expect(on('aws', input).probe.maxLagMs).toBe(aws);
  });

  it.each<[string, object, string]>([
    [
      'a misspelt key',
      { groups: [{ kind: 'web', aws: { hypotesis: {} } }] },
      'the test: groups[0].aws.hypotesis: ',
    ],
    [
      'a bare number',
      { groups: [{ kind: 'web', aws: { hypothesis: { maxRecover: 360 } } }] },
      'the test: groups[0].aws.hypothesis.maxRecover: 360 is a bare number',
    ],
    ['a lag that is none', { probe: { aws: { maxLag: '0ms' } } }, 'the test: probe.aws.maxLag: '],
  ])('%s is named on a laptop too', (_, input, message) => {
    for (const platform of ['local', 'aws'] as const)
      expect(() => parseConfiguration(input, 'the test', platform)).toThrow(message);
  });

  /** The functions read what the deployment has parsed. */
  it('the deployment reads what counts on AWS', () => {
    const text = readFileSync(join(import.meta.dirname, '../../stacks/configuration.ts'), 'utf8');
    expect(text).toContain("parseConfiguration(input, 'garbageday.config.ts', 'aws')");
  });
});
