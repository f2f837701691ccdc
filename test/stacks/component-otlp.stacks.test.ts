/** A collector that takes metrics and events by OTLP, in the example of an Auto Scaling group. */
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { componentCost, componentStage } from '@garbageday/cost/component-cost.ts';
import { functionUses } from '@garbageday/cost/functions.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { targetsWithoutDeadLetters, withoutDeadLetters } from './checks/dead-letters.ts';
import { unconfinedMutations, wildcardActions } from './checks/permissions.ts';
import { carelessSchedules, invalidSchedules } from './checks/schedules.ts';
import { builtPackage, diffed, edited } from './harness/example.ts';
import { named, ofType, pick, roleNamed, type Stage, stageOf, text } from './harness/stage.ts';

beforeAll(builtPackage);

const beside = "stopAlarms: ['shop-checkout-errors'],";
const functionType = 'aws:lambda/function:Function';
const key = 'api-key=hunter2';

async function deployedWith(openTelemetry: string, more = ''): Promise<Stage> {
  const diff = await diffed(
    edited([[beside, `${beside}\n      openTelemetry: ${openTelemetry},\n      ${more}`]]),
    { CollectorKey: key },
  );
  expect([diff.code, diff.errors]).toEqual([0, []]);
  return stageOf('production', diff);
}

describe('a collector elsewhere', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await deployedWith(
      "{ endpoint: 'https://otlp.example.com', headers: new sst.Secret('CollectorKey'), protocol: 'http/json' }",
    );
  });

  it.each(['ChaosOtlpMetricsFunction', 'ChaosOtlpEventsFunction'])(
    'is told to %s, but not its key',
    (name) => {
      expect(pick(named(stage, name), 'environment.variables')).toMatchObject({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otlp.example.com',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      });
      expect(JSON.stringify(ofType(stage, functionType))).not.toContain('hunter2');
      expect(pick(named(stage, name), 'vpcConfig')).toBeUndefined();
    },
  );

  it('gets metrics every minute, of which none is tried again or kept: the next has all of it', () => {
    const schedule = named(stage, 'ChaosEveryMinuteOtlpMetricsSchedule');
    expect(text(schedule, 'scheduleExpression')).toBe('rate(1 minute)');
    expect(JSON.parse(text(schedule, 'target.input'))).toMatchObject({ kind: 'export' });
    const delivery = named(stage, 'ChaosOtlpMetricsEventInvokeConfig').inputs;
    expect(delivery).toMatchObject({ maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 });
    expect(delivery['destinationConfig']).toBeUndefined();
    expect(pick(named(stage, 'ChaosOtlpMetricsFunction'), 'reservedConcurrentExecutions')).toBe(1);
  });

  it('gets events of experiments as they occur, again if it fails, and then they are dead letters', () => {
    const rules = ofType(stage, 'aws:cloudwatch/eventRule:EventRule');
    const patterns = rules.map((rule) => JSON.parse(text(rule, 'eventPattern')));
    expect(patterns).toContainEqual({ source: ['garbageday'], 'detail-type': ['transition'] });
    expect(named(stage, 'ChaosOtlpEventsEventInvokeConfig').inputs).toMatchObject({
      maximumRetryAttempts: 2,
      destinationConfig: { onFailure: { destination: expect.stringMatching(/DeadLetters/) } },
    });
  });

  it('gets every move of the lever, as the alert does', () => {
    const events = expect.stringMatching(/OtlpEventsFunction/);
    expect(named(stage, 'ChaosMovedLeverOtlpTarget').inputs).toMatchObject({
      arn: events,
      deadLetterConfig: { arn: expect.stringMatching(/DeadLetters/) },
    });
    expect(named(stage, 'ChaosMovedLeverInvokesOtlpEvents').inputs).toMatchObject({
      principal: 'events.amazonaws.com',
      sourceArn: pick(named(stage, 'ChaosMovedLeverInvokesAlert'), 'sourceArn'),
    });
  });

  it.each(['ChaosOtlpMetricsRole', 'ChaosOtlpEventsRole'])(
    '%s lets read the ledger and the lever, and change no server, bus or alarm',
    (role) => {
      const { statements } = roleNamed(stage, role);
      const actions = new Set(statements.flatMap((statement) => statement.actions));
      const needed = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'ssm:GetParameter'];
      const always = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'sqs:SendMessage'];
      expect([...actions].filter((action) => ![...needed, ...always].includes(action))).toEqual([]);
      expect([...actions]).toEqual(expect.arrayContaining(needed));
    },
  );

  it('grants, schedules and loses nothing that the rest does not', () => {
    expect(wildcardActions(stage)).toEqual([]);
    expect(unconfinedMutations(stage)).toEqual([]);
    expect(invalidSchedules(stage)).toEqual([]);
    expect(carelessSchedules(stage)).toEqual([]);
    expect(withoutDeadLetters(stage)).toEqual([]);
    expect(targetsWithoutDeadLetters(stage)).toEqual([]);
  });

  it('costs what `npm run cost -- --component --otlp` prices', () => {
    const configuration = parseConfiguration(
      { service: 'shop', groups: [{ kind: 'web', name: 'web', desiredSize: 3 }] },
      'the example',
      'aws',
    );
    const memory = functionUses(componentStage(configuration, { hasOtlp: true })).map(
      ({ memoryMb }) => memoryMb,
    );
    const deployed = ofType(stage, functionType).map((each) => pick(each, 'memorySize'));
    expect(deployed.toSorted()).toEqual(memory.toSorted());
    expect(componentCost(configuration, { hasOtlp: true }).beyondProbeUsd).toBeLessThanOrEqual(15);
  });
});

describe('a collector in the own network', () => {
  it('is asked from there, by http://', async () => {
    const stage = await deployedWith(
      "{ endpoint: 'http://agent.internal:4318', isInVpc: true }",
      "vpc: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'] },",
    );
    const inside = ofType(stage, functionType).filter((each) => pick(each, 'vpcConfig') !== undefined);
    expect(inside.map(({ name }) => name).toSorted()).toEqual([
      ...['ChaosOtlpEventsFunction', 'ChaosOtlpMetricsFunction', 'ChaosProbeFunction'],
    ]);
  });
});

describe('a collector whose address is still to come', () => {
  it('is checked when it is known', async () => {
    const diff = await diffed(
      edited([[beside, `${beside}\n      openTelemetry: { endpoint: $output('http://otlp.example.com') },`]]),
    );
    expect(diff.code).not.toBe(0);
    expect(JSON.stringify(diff.errors)).toContain('openTelemetry.endpoint is http://');
  });
});
