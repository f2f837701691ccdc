/** Who counts the users' own requests, in the example of an Auto Scaling group. */
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { componentCost, componentStage } from '@garbageday/cost/component-cost.ts';
import { functionUses } from '@garbageday/cost/functions.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { withoutDeadLetters } from './checks/dead-letters.ts';
import { unconfinedMutations, wildcardActions } from './checks/permissions.ts';
import { carelessSchedules, invalidSchedules } from './checks/schedules.ts';
import { builtPackage, diffed, edited } from './harness/example.ts';
import { named, ofType, pick, roleNamed, type Stage, stageOf } from './harness/stage.ts';
import { isAllowed } from './iam/is-allowed.ts';

beforeAll(builtPackage);

const loadBalancer = 'app/shop/50dc6c495c0c9188';
const arn = `arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/${loadBalancer}`;
const beside = "stopAlarms: ['shop-checkout-errors'],";

async function deployedWith(users: string): Promise<Stage> {
  const diff = await diffed(edited([[beside, `${beside}\n      users: ${users},`]]));
  expect([diff.code, diff.errors]).toEqual([0, []]);
  return stageOf('production', diff);
}

function variablesOf(stage: Stage, name: string): Readonly<Record<string, string>> {
  return pick(named(stage, name), 'environment.variables') as Record<string, string>;
}

function mayIn(stage: Stage) {
  const { statements } = roleNamed(stage, 'ChaosCountUsersRole');
  return (action: string, resource = '*', context: Readonly<Record<string, string>> = {}) =>
    isAllowed(statements, { action, resource, context });
}

function priced(source: object) {
  return parseConfiguration(
    {
      service: 'shop',
      groups: [{ kind: 'web', name: 'web', desiredSize: 3 }],
      journeys: [
        { name: 'users', role: 'load', measuredBy: source as never },
        { name: 'probe', role: 'judge', steps: [{ name: 'front', path: '/' }] },
      ],
    },
    'the example',
    'aws',
  );
}

function memoryOf(stage: Stage) {
  return ofType(stage, 'aws:lambda/function:Function').map((each) => pick(each, 'memorySize'));
}

describe("the users' own requests by the metrics of their load balancer", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await deployedWith(`{ loadBalancer: '${arn}' }`);
  });

  it('are read by a function of their own, which is told whose they are and how fast is fast', () => {
    expect(pick(named(stage, 'ChaosCountUsersFunction'), 'handler')).toBe('alb-metrics.handler');
    expect(JSON.parse(variablesOf(stage, 'ChaosCountUsersFunction')['COUNTING'] ?? '')).toEqual({
      ...{ service: 'shop', journey: 'users', latencyThresholdMs: 300, loadBalancer },
    });
  });

  it('are in the report, and in what the command line finds', () => {
    const traffic = [{ journey: 'users', kind: 'alb-metrics', loadBalancer }];
    for (const name of ['ChaosReporterFunction', 'ChaosAlertFunction']) {
      const { TRAFFIC = '', HAS_USERS } = variablesOf(stage, name);
      expect([JSON.parse(TRAFFIC), HAS_USERS]).toEqual([traffic, 'false']);
    }
    const directory = JSON.parse(String(pick(named(stage, 'ChaosDirectory'), 'value')));
    expect(JSON.parse(directory.traffic)).toEqual(traffic);
  });

  it('are not played, and have no alarm on metrics that no one writes', () => {
    const names = stage.resources.map(({ name }) => name);
    expect(names.filter((name) => /ChaosUsers/.test(name))).toEqual([]);
    expect(names.filter((name) => /BurnUsers/.test(name))).toEqual([]);
    expect(names.filter((name) => /BurnProbe/.test(name))).not.toEqual([]);
  });

  it('may be read, and nothing else may be done', () => {
    const may = mayIn(stage);
    expect(may('cloudwatch:GetMetricData')).toBe(true);
    expect(may('elasticloadbalancing:DescribeLoadBalancers')).toBe(true);
    for (const action of [
      ...['cloudwatch:PutMetricData', 'cloudwatch:PutMetricAlarm', 'elasticloadbalancing:ModifyRule'],
      ...['s3:GetObject', 's3:ListBucket', 'ec2:TerminateInstances', 'ssm:GetParameter'],
    ])
      expect(may(action), action).toBe(false);
    expect(wildcardActions(stage)).toEqual([]);
    expect(unconfinedMutations(stage)).toEqual([]);
  });

  it('are counted every five minutes, and a failure is heard of', () => {
    const schedule = ofType(stage, 'aws:scheduler/schedule:Schedule').find(({ name }) =>
      name.includes('EveryFiveMinutesCountUsers'),
    );
    expect(pick(schedule ?? named(stage, 'no schedule'), 'scheduleExpression')).toBe('rate(5 minutes)');
    expect(invalidSchedules(stage)).toEqual([]);
    expect(carelessSchedules(stage)).toEqual([]);
    expect(withoutDeadLetters(stage)).toEqual([]);
  });

  it('cost what `npm run cost -- --component` prices, below the limit', () => {
    const configuration = priced({ kind: 'alb-metrics', loadBalancer });
    expect(memoryOf(stage).toSorted()).toEqual(
      functionUses(componentStage(configuration))
        .map(({ memoryMb }) => memoryMb)
        .toSorted(),
    );
    expect(componentCost(configuration).beyondProbeUsd).toBeLessThanOrEqual(15);
  });
});

describe("the users' own requests by the access logs of their load balancer", () => {
  let stage: Stage;
  const bucket = 'arn:aws:s3:::shop-logs';
  beforeAll(async () => {
    stage = await deployedWith(
      `{ loadBalancer: '${loadBalancer}', accessLogs: { bucket: 'shop-logs', prefix: 'alb' } }`,
    );
  });

  it('are read where the load balancer writes them', () => {
    expect(pick(named(stage, 'ChaosCountUsersFunction'), 'handler')).toBe('alb-logs.handler');
    expect(JSON.parse(variablesOf(stage, 'ChaosCountUsersFunction')['COUNTING'] ?? '')).toMatchObject({
      ...{ loadBalancer, bucket: 'shop-logs' },
      folder: expect.stringMatching(/^alb\/AWSLogs\/\d+$/),
      account: expect.stringMatching(/^\d+$/),
    });
    expect(JSON.parse(variablesOf(stage, 'ChaosReporterFunction')['TRAFFIC'] ?? '')).toEqual([
      { journey: 'users', kind: 'alb-access-logs', loadBalancer, bucket: 'shop-logs', prefix: 'alb' },
    ]);
  });

  it('may be read: logs of load balancers of this account, in this bucket alone', () => {
    const may = mayIn(stage);
    const { folder: own } = JSON.parse(variablesOf(stage, 'ChaosCountUsersFunction')['COUNTING'] ?? '');
    const log = `${bucket}/${own}/elasticloadbalancing/eu-west-1/2026/11/27/x.log.gz`;
    expect(may('s3:GetObject', log)).toBe(true);
    expect(may('s3:ListBucket', bucket, { 's3:prefix': `${own}/elasticloadbalancing/` })).toBe(true);
    expect(may('s3:ListBucket', bucket, { 's3:prefix': 'secrets/' })).toBe(false);
    expect(may('s3:ListBucket', 'arn:aws:s3:::other', { 's3:prefix': `${own}/` })).toBe(false);
    expect(may('s3:GetObject', `${bucket}/secrets.txt`)).toBe(false);
    expect(may('s3:GetObject', log.replace('shop-logs', 'other'))).toBe(false);
    for (const action of ['s3:PutObject', 's3:DeleteObject']) expect(may(action, log), action).toBe(false);
    expect(may('cloudwatch:GetMetricData')).toBe(false);
  });

  it('cost what `npm run cost -- --component` prices, below the limit', () => {
    const configuration = priced({ kind: 'alb-access-logs', loadBalancer, bucket: 'shop-logs' });
    expect(memoryOf(stage).toSorted()).toEqual(
      functionUses(componentStage(configuration))
        .map(({ memoryMb }) => memoryMb)
        .toSorted(),
    );
    expect(componentCost(configuration).beyondProbeUsd).toBeLessThanOrEqual(15);
  });
});

describe('what is wrong with users is one line', () => {
  it.each([
    [
      'played and counted',
      `users: { loadBalancer: '${loadBalancer}' }, simulatesUsers: true,`,
      /GarbageDay "Chaos": users: simulatesUsers plays the users/,
    ],
    [
      'another kind of load balancer',
      "users: { loadBalancer: 'net/shop/50dc6c495c0c9188' },",
      /users: loadBalancer "net\/shop\/50dc6c495c0c9188" is not an Application Load Balancer/,
    ],
  ])('%s', async (_, users, line) => {
    const { code, errors } = await diffed(edited([[beside, `${beside}\n      ${users}`]]));
    expect(code).not.toBe(0);
    expect(errors.join('\n')).toMatch(line);
  });
});
