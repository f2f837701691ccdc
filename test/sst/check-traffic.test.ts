import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { countedJourney, playedPart, suffixOf } from '@garbageday/sst/check-traffic.ts';
import { describe, expect, it } from 'vitest';

const front = [{ name: 'front', path: '/' }];
const probe = { name: 'probe', role: 'judge', steps: front } as const;
const [loadBalancer, suffix] = [
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188',
  'app/shop/50dc6c495c0c9188',
];

function withLoads(...names: string[]) {
  const loads = names.map((name) => ({ name, role: 'load' as const, steps: front }));
  return parseConfiguration({ journeys: [...loads, probe] }, 'a test', 'aws');
}

describe('who is counted', () => {
  it('is no one unless the component is told', () => {
    expect(countedJourney('Chaos', {}, withLoads('users'))).toBeNull();
  });

  it.each([
    ['the only load', withLoads('shoppers'), { loadBalancer }, 'shoppers'],
    ['the default one', parseConfiguration({}, 'a test', 'aws'), { loadBalancer: suffix }, 'users'],
    ['the one that is named', withLoads('app', 'web'), { loadBalancer, journey: 'web' }, 'web'],
    ['of a resource that is still to come', withLoads('users'), { loadBalancer: { arnSuffix: {} } }, 'users'],
    [
      'the one whose logs are in a bucket that is still to come',
      withLoads('users'),
      { loadBalancer, accessLogs: { bucket: {}, prefix: 'team-a/alb' } },
      'users',
    ],
  ])('is %s', (_, config, users, journey) => {
    expect(countedJourney('Chaos', { users }, config)).toBe(journey);
  });

  it.each([
    [
      'no load',
      withLoads(),
      { loadBalancer },
      false,
      /config\.journeys has no load .*add \{ name: 'users', role: 'load'/,
    ],
    [
      'several',
      withLoads('app', 'web'),
      { loadBalancer },
      false,
      /has several loads \(app, web\); say as journey/,
    ],
    [
      'another',
      withLoads('app'),
      { loadBalancer, journey: 'ap' },
      false,
      /journey "ap" is not a load of .*has: app$/,
    ],
    [
      'a name',
      withLoads('app'),
      { loadBalancer: 'shop' },
      false,
      /loadBalancer "shop" is not an Application/,
    ],
    [
      'the address of a bucket',
      withLoads('app'),
      { loadBalancer, accessLogs: { bucket: 's3://logs' } },
      false,
      /accessLogs\.bucket: "s3:\/\/logs" is not the name of a bucket/,
    ],
    [
      'a prefix that a permission takes for more',
      withLoads('app'),
      { loadBalancer, accessLogs: { bucket: 'logs', prefix: '*' } },
      false,
      /accessLogs\.prefix: "\*" is not a prefix of access logs/,
    ],
    ['played, too', withLoads('app'), { loadBalancer }, true, /simulatesUsers plays the users/],
  ])('is one line where there is %s', (_, config, users, simulatesUsers, line) => {
    expect(() => countedJourney('Chaos', { users, simulatesUsers }, config)).toThrow(line);
    expect(() => countedJourney('Chaos', { users, simulatesUsers }, config)).toThrow(
      /^GarbageDay "Chaos": users: /,
    );
  });
});

it('an ARN, or the end of it, is the name that CloudWatch knows', () => {
  expect([suffixOf(loadBalancer), suffixOf(suffix)]).toEqual([suffix, suffix]);
});

it('what is counted is not played, nor watched by metrics that no one writes', () => {
  const { journeys, slos } = playedPart(withLoads('app', 'web'), ['web']);
  expect(journeys.map(({ name }) => name)).toEqual(['app', 'probe']);
  expect(new Set(slos.map(({ journey }) => journey))).toEqual(new Set(['app', 'probe']));
});
