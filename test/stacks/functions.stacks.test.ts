import { actionsOf, type FunctionSpec, variablesOf } from '@garbageday/aws/contract/function-spec.ts';
import { describe, expect, it } from 'vitest';
import { specs } from '../../functions/specs.ts';
import {
  amongExperiments,
  durableWithDestination,
  needlessDeadLetters,
  targetsWithoutDeadLetters,
  withoutDeadLetters,
} from './checks/dead-letters.ts';
import { functionUrls } from './checks/exposure.ts';
import { ofLambda } from './checks/least-privilege.ts';
import { everyStage } from './harness/evaluated.ts';
import { named, ofType, pick, roleNamed, text } from './harness/stage.ts';

const specOf: readonly (readonly [logical: string, spec: FunctionSpec])[] = [
  ['Draw', specs.draw],
  ['ExperimentHandler', specs.chaos],
  ['Probe', specs.probe],
  ['Users', specs.users],
  ['Reporter', specs.reporter],
  ['Alert', specs.alert],
];

const functionType = 'aws:lambda/function:Function';

/** Name, timeout in seconds, memory in MB, reserved concurrency, retries, age of the event in seconds. */
const table = [
  ['Draw', 60, 256, 1, 2, 1_800],
  ['Probe', 90, 256, 2, 0, 60],
  ['Reporter', 120, 1_024, 1, 2, 21_600],
  ['Alert', 60, 512, undefined, 2, 3_600],
] as const;

/** No group of the demo tells its roles by a command, so no one may ask (component-groups has some that do). */
function withoutRoles({ ports, ...spec }: FunctionSpec): FunctionSpec {
  return { ...spec, ports: ports.filter((port) => port !== 'roles') };
}

describe.each(everyStage)('functions of %s', (name, stage) => {
  it('are all there', () => {
    const users = name === 'production' ? [] : ['UsersFunction'];
    expect(
      ofType(stage, functionType)
        .map((each) => each.name)
        .toSorted(),
    ).toEqual([
      'AlertFunction',
      'DrawFunction',
      'ExperimentHandlerFunction',
      'ProbeFunction',
      'ReporterFunction',
      ...users,
    ]);
  });

  it('run on Node 24 on arm64, traced, with JSON logs that end', () => {
    for (const lambda of ofType(stage, functionType)) {
      expect(lambda.inputs, lambda.name).toMatchObject({
        runtime: 'nodejs24.x',
        architectures: ['arm64'],
        tracingConfig: { mode: 'Active' },
        loggingConfig: { logFormat: 'JSON' },
      });
    }
    const endless = ofType(stage, 'aws:cloudwatch/logGroup:LogGroup').filter(
      (log) => !pick(log, 'retentionInDays'),
    );
    expect(endless.map((log) => log.name)).toEqual([]);
  });

  it.each(table)('%s has its limits', (lambda, timeout, memorySize, reserved, retries, age) => {
    const { inputs } = named(stage, `${lambda}Function`);
    expect(inputs['timeout']).toBe(timeout);
    expect(inputs['memorySize']).toBe(memorySize);
    expect(inputs['reservedConcurrentExecutions']).toBe(reserved);
    expect(named(stage, `${lambda}EventInvokeConfig`).inputs).toMatchObject({
      maximumRetryAttempts: retries,
      maximumEventAgeInSeconds: age,
    });
  });

  it('an experiment is durable, ends within two hours, and is not started twice by Lambda', () => {
    expect(named(stage, 'ExperimentHandlerFunction').inputs).toMatchObject({
      timeout: 120,
      publish: true,
      durableConfig: { executionTimeout: 7_200, retentionPeriod: 30 },
      reservedConcurrentExecutions: 2,
    });
    expect(named(stage, 'ExperimentDelivery').inputs).toMatchObject({
      maximumRetryAttempts: 0,
      qualifier: 'live',
    });
    expect(text(named(stage, 'ExperimentHandlerFunction'), 'deadLetterConfig.targetArn')).toMatch(
      /^arn:aws:sqs:.*ExperimentLetters/,
    );
    expect(named(stage, 'ExperimentLive').inputs).toMatchObject({ name: 'live', functionVersion: '1' });
  });

  it('fail into a dead-letter queue', () => expect(withoutDeadLetters(stage)).toEqual([]));
  it('take no destination where they are durable', () => expect(durableWithDestination(stage)).toEqual([]));
  it('keep no letters of minutes that are over', () => expect(needlessDeadLetters(stage)).toEqual([]));
  it('leave the queue of the experiments to experiments', () => expect(amongExperiments(stage)).toEqual([]));
  it('miss no event in silence', () => expect(targetsWithoutDeadLetters(stage)).toEqual([]));
  it('have no address of their own', () => expect(functionUrls(stage)).toEqual([]));

  it('are told what their specs say, and nothing else', () => {
    for (const [logical, spec] of specOf) {
      if (name === 'production' && logical === 'Users') continue;
      const variables = Object.keys(
        pick(named(stage, `${logical}Function`), 'environment.variables') as object,
      );
      const own = variables.filter((key) => !key.startsWith('SST_'));
      expect(own.toSorted(), logical).toEqual(variablesOf(withoutRoles(spec)).toSorted());
    }
  });

  it('may do what their specs say, and nothing else', () => {
    for (const [logical, spec] of specOf) {
      if (name === 'production' && logical === 'Users') continue;
      const { statements } = roleNamed(stage, `${logical}Role`);
      const actions = statements.flatMap((statement) => statement.actions);
      const own = actions.filter((action) => !ofLambda.has(action));
      expect(own.toSorted(), logical).toEqual(actionsOf(withoutRoles(spec)).toSorted());
    }
  });

  it('know every group, and where AWS keeps it', () => {
    const fleet = JSON.parse(
      String(pick(named(stage, 'ExperimentHandlerFunction'), 'environment.variables.FLEET')),
    ) as { group: string; autoScalingGroups: string[]; targetGroupArns: string[] }[];
    const own = (part: string) => `garbageday-${name}-${part}`;
    const balancer = { group: 'load-balancer', autoScalingGroups: [own('load-balancer')] };
    const arns = (count: number) => Array.from({ length: count }, () => expect.stringMatching(/^arn:/));
    expect(fleet).toEqual([
      { group: 'web', autoScalingGroups: [own('web')], targetGroupArns: arns(name === 'haproxy' ? 0 : 1) },
      { group: 'data', autoScalingGroups: ['data-a', 'data-b', 'data-c'].map(own), targetGroupArns: [] },
      ...(name === 'haproxy' ? [{ ...balancer, targetGroupArns: arns(1) }] : []),
    ]);
  });

  it('carry no secret in the open', () => {
    expect(JSON.stringify(ofType(stage, functionType))).not.toContain('hooks.slack.test');
  });
});
