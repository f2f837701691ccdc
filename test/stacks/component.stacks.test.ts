/** GarbageDay in an app that has an Auto Scaling group and nothing else of ours: the built package, as it is installed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { componentCost, componentStage } from '@garbageday/cost/component-cost.ts';
import { functionUses } from '@garbageday/cost/functions.ts';
import { alarmCounts } from '@garbageday/cost/watching.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { specs } from '../../functions/specs.ts';
import { targetsWithoutDeadLetters, withoutDeadLetters } from './checks/dead-letters.ts';
import { functionUrls, openToEverybody } from './checks/exposure.ts';
import {
  openTrusts,
  unconfinedMutations,
  unknownManagedPolicies,
  wildcardActions,
} from './checks/permissions.ts';
import { carelessSchedules, invalidSchedules } from './checks/schedules.ts';
import { builtPackage, diffed, edited, example, installedExample } from './harness/example.ts';
import type { Project } from './harness/project.ts';
import { type Diff, sstDiff } from './harness/sst.ts';
import { named, ofType, pick, roleNamed, type Stage, stageOf, text } from './harness/stage.ts';
import { isAllowed } from './iam/is-allowed.ts';

beforeAll(builtPackage);

describe('sst diff of the example', () => {
  let project: Project;
  let diff: Diff;
  let stage: Stage;
  beforeAll(async () => {
    project = await installedExample(example);
    diff = await sstDiff(project, 'production', { secrets: {} });
    stage = stageOf('production', diff);
  });
  afterAll(() => project?.remove());

  it('succeeds without a secret, a network or a server of ours', () => {
    expect([diff.code, diff.errors]).toEqual([0, []]);
    const types = stage.resources.map(({ type }) => type);
    expect(types.filter((type) => /^(aws:ec2|aws:lb|aws:route53|sst:aws:(Vpc|Bucket))/.test(type))).toEqual(
      [],
    );
    expect(ofType(stage, 'aws:autoscaling/group:Group').map(({ name }) => name)).toEqual(['Web']);
  });

  it('names everything after the component', () => {
    const others = stage.resources
      .filter(({ type }) => !/^(pulumi|random):/.test(type))
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('Chaos'));
    expect(others).toEqual(['Web']);
  });

  it('deploys the functions of the package, each with what it reads', () => {
    const deployed = ofType(stage, 'aws:lambda/function:Function').map(({ name }) => name);
    const logical = ['Alert', 'Draw', 'ExperimentHandler', 'Probe', 'Reporter'];
    expect(deployed.toSorted()).toEqual(logical.map((name) => `Chaos${name}Function`));
    const directory = join(project.root, '.sst/garbageday');
    const filesOf = (name: string) => readdirSync(join(directory, name));
    expect(filesOf('ChaosDraw')).toEqual(
      expect.arrayContaining(['draw.mjs', 'garbageday.configuration.json']),
    );
    expect(filesOf('ChaosExperiment')).toContain('chaos.mjs');
    expect(filesOf('ChaosProbe')).not.toContain('garbageday.configuration.json');
    for (const file of ['@resvg/resvg-wasm/index_bg.wasm'])
      expect(existsSync(join(directory, 'ChaosReporter/node_modules', file)), file).toBe(true);
    expect(text(named(stage, 'ChaosDrawFunction'), 'handler')).toBe('draw.handler');
    expect(Object.keys(specs)).toContain('draw');
  });

  it('ships the group as it was given', () => {
    const file = join(project.root, '.sst/garbageday/ChaosExperiment/garbageday.configuration.json');
    const { configuration } = JSON.parse(readFileSync(file, 'utf8'));
    expect(configuration.groups).toEqual([
      expect.objectContaining({
        name: 'web',
        kind: 'web',
        desiredSize: 3,
        requiredHealthy: 2,
        requiredPercent: 66,
      }),
    ]);
    const variables = pick(named(stage, 'ChaosExperimentHandlerFunction'), 'environment.variables') as Record<
      string,
      string
    >;
    expect(JSON.parse(variables['FLEET'] ?? '')).toEqual([
      {
        group: 'web',
        autoScalingGroups: ['shop-web-production'],
        targetGroupArns: [expect.stringMatching(/^arn:/)],
      },
    ]);
    expect(variables).toMatchObject({ STAGE: 'shop-production', STOP_ALARMS: '["shop-checkout-errors"]' });
  });

  it('has nothing that asks for roles where no command tells them', () => {
    expect(ofType(stage, 'aws:ssm/document:Document')).toEqual([]);
    const variables = pick(named(stage, 'ChaosExperimentHandlerFunction'), 'environment.variables');
    expect(variables).not.toHaveProperty('ROLES_FUNCTION');
    const { statements } = roleNamed(stage, 'ChaosExperimentHandlerRole');
    const actions = statements.flatMap((statement) => statement.actions);
    expect(actions.filter((action) => /^(lambda:Invoke|ssm:Send)/.test(action))).toEqual([]);
    expect(JSON.parse(text(named(stage, 'ChaosDirectory'), 'value')).rolesFunction).toBeNull();
  });

  it('lets an experiment end servers of the group, and no others', () => {
    const { statements } = roleNamed(stage, 'ChaosExperimentHandlerRole');
    const may = (tags: Readonly<Record<string, string>>, action = 'ec2:TerminateInstances') =>
      isAllowed(statements, {
        action,
        resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1',
        context: Object.fromEntries(
          Object.entries(tags).map(([key, value]) => [`ec2:ResourceTag/${key}`, value]),
        ),
      });
    const own = { 'garbageday:group': 'web', 'garbageday:stage': 'shop-production' };
    expect(may(own)).toBe(true);
    expect(may({ ...own, 'garbageday:group': 'api' })).toBe(false);
    expect(may({ ...own, 'garbageday:stage': 'production' })).toBe(false);
    expect(may({ 'garbageday:group': 'web' })).toBe(false);
    expect(may({})).toBe(false);
    for (const action of [
      'ec2:StopInstances',
      'ec2:RebootInstances',
      'autoscaling:TerminateInstanceInAutoScalingGroup',
    ])
      expect(may(own, action), action).toBe(false);
  });

  it('grants, trusts, schedules and loses nothing that the demo does not', () => {
    expect(wildcardActions(stage)).toEqual([]);
    expect(unconfinedMutations(stage)).toEqual([]);
    expect(openTrusts(stage)).toEqual([]);
    expect(unknownManagedPolicies(stage)).toEqual([]);
    expect(functionUrls(stage)).toEqual([]);
    expect(openToEverybody(stage)).toEqual([]);
    expect(invalidSchedules(stage)).toEqual([]);
    expect(carelessSchedules(stage)).toEqual([]);
    expect(withoutDeadLetters(stage)).toEqual([]);
    expect(targetsWithoutDeadLetters(stage)).toEqual([]);
  });

  it('costs what `npm run cost -- --component` prices', () => {
    const configuration = parseConfiguration(
      { service: 'shop', groups: [{ kind: 'web', name: 'web', desiredSize: 3 }] },
      'the example',
      'aws',
    );
    const priced = componentStage(configuration);
    const { windows, composites, plain } = alarmCounts(priced);
    expect(ofType(stage, 'aws:cloudwatch/metricAlarm:MetricAlarm')).toHaveLength(windows + plain);
    expect(ofType(stage, 'aws:cloudwatch/compositeAlarm:CompositeAlarm')).toHaveLength(composites);
    expect(ofType(stage, 'aws:ssm/parameter:Parameter')).toHaveLength(2);
    const memory = functionUses(priced).map(({ memoryMb }) => memoryMb);
    const deployed = ofType(stage, 'aws:lambda/function:Function').map((each) => pick(each, 'memorySize'));
    expect(deployed.toSorted()).toEqual(memory.toSorted());
    expect(componentCost(configuration).beyondProbeUsd).toBeLessThanOrEqual(15);
  });

  it('draws no load balancer that it was not given', () => {
    const body = JSON.parse(text(named(stage, 'ChaosDashboard'), 'dashboardBody')) as { widgets: object[] };
    expect(JSON.stringify(body)).not.toContain('ELB');
    expect(body.widgets.length).toBeGreaterThan(3);
  });
});

describe('the component with all that it takes', () => {
  let stage: Stage;
  beforeAll(async () => {
    const diff = await diffed(
      edited([
        ["tags: chaosTags('web'),", "tags: chaosTags('web', 'shop-eu'),"],
        [
          "stopAlarms: ['shop-checkout-errors'],",
          `stopAlarms: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:errors'],
           vpc: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'] },
           slack: { webhook: new sst.Secret('TeamWebhook'), channel: 'C0123456789' },
           permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
           alarmTopic: 'arn:aws:sns:eu-west-1:111122223333:pager',
           reports: { bucket: 'shop-reports', prefix: 'chaos/' },
           stage: 'shop-eu',`,
        ],
      ]),
      { TeamWebhook: 'https://hooks.slack.test/services/T/B/X' },
    );
    expect([diff.code, diff.errors]).toEqual([0, []]);
    stage = stageOf('production', diff);
  });

  it('measures inside the network, and does nothing else there', () => {
    const inside = ofType(stage, 'aws:lambda/function:Function').filter(
      (each) => pick(each, 'vpcConfig') !== undefined,
    );
    expect(inside.map(({ name }) => name)).toEqual(['ChaosProbeFunction']);
    expect(pick(named(stage, 'ChaosProbeFunction'), 'vpcConfig')).toMatchObject({
      subnetIds: ['subnet-1', 'subnet-2'],
      securityGroupIds: ['sg-1'],
    });
  });

  it('puts every role inside the boundary', () => {
    const roles = ofType(stage, 'aws:iam/role:Role');
    expect(roles.length).toBeGreaterThan(8);
    const outside = roles.filter(
      (role) => pick(role, 'permissionsBoundary') !== 'arn:aws:iam::111122223333:policy/boundary',
    );
    expect(outside.map(({ name }) => name)).toEqual([]);
  });

  it('rings the topic beside Slack', () => {
    const alarms = ofType(stage, 'aws:cloudwatch/compositeAlarm:CompositeAlarm');
    expect(alarms.length).toBeGreaterThan(0);
    for (const alarm of alarms)
      expect(pick(alarm, 'alarmActions'), alarm.name).toContain('arn:aws:sns:eu-west-1:111122223333:pager');
  });

  it('has the users that a load balancer counts in the report site, as in every report', () => {
    const told = (name: string) => pick(named(stage, name), 'environment.variables.TRAFFIC');
    expect(told('ChaosSiteFunction')).toBe(told('ChaosReporterFunction'));
  });

  it('puts the report site below its prefix, and does nothing else in the bucket', () => {
    expect(pick(named(stage, 'ChaosSiteFunction'), 'environment')).toMatchObject({
      variables: { SITE_BUCKET: 'shop-reports', SITE_PREFIX: 'chaos/' },
    });
    const { statements } = roleNamed(stage, 'ChaosSiteRole');
    const may = (action: string, resource: string) => isAllowed(statements, { action, resource });
    const page = 'arn:aws:s3:::shop-reports/chaos/index.html';
    expect(may('s3:PutObject', page)).toBe(true);
    expect(may('s3:PutObject', 'arn:aws:s3:::shop-reports/other.html')).toBe(false);
    expect(may('s3:PutObject', 'arn:aws:s3:::other/chaos/index.html')).toBe(false);
    for (const action of ['s3:GetObject', 's3:DeleteObject']) expect(may(action, page)).toBe(false);
    expect(may('s3:ListBucket', 'arn:aws:s3:::shop-reports')).toBe(false);
  });

  it('is found by the stage that it was given', () => {
    expect(text(named(stage, 'ChaosDirectory'), 'name')).toBe('/garbageday/shop-eu/directory');
  });

  it('carries no secret in the open', () => {
    expect(JSON.stringify(ofType(stage, 'aws:lambda/function:Function'))).not.toContain('hooks.slack.test');
  });
});
