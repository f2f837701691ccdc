/** What stacks/deployment.ts and the configuration may say, and no stage says yet. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openToEverybody } from './checks/exposure.ts';
import { wrongNames } from './checks/names.ts';
import { unknownManagedPolicies } from './checks/permissions.ts';
import { unpinnedImages } from './checks/pinned.ts';
import { diffReplaced } from './harness/planted.ts';
import { repositoryRoot } from './harness/project.ts';
import { named, ofType, pick, type Stage, stageOf, text } from './harness/stage.ts';

const slack = { SlackWebhook: 'https://hooks.slack.test/services/T/B/X' };

describe('settings that no stage has yet', () => {
  const certificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
  let stage: Stage;
  beforeAll(async () => {
    const settings = readFileSync(join(repositoryRoot, 'stacks/deployment.ts'), 'utf8')
      .replace('certificateArn: null,', `certificateArn: '${certificate}',`)
      .replace('domainName: null,', `domainName: 'words.example.com',`)
      .replace('hostedZoneId: null,', `hostedZoneId: 'Z1',`)
      .replace('allowedCidrs: null,', `allowedCidrs: ['198.51.100.0/24'],`)
      .replace('otlpEndpoint: null,', `otlpEndpoint: 'https://otlp.example.com',`)
      .replace('natImage: null,', `natImage: 'ami-00000000000000001',`)
      .replace('reservesConcurrency: true,', 'reservesConcurrency: false,');
    const configuration = `export default { schedule: { timeZone: 'Europe/Berlin', from: '00:10', workdays: [1] } };\n`;
    const planted = { 'stacks/deployment.ts': settings, 'garbageday.config.ts': configuration };
    const diff = await diffReplaced(planted, slack);
    expect([diff.code, diff.errors]).toEqual([0, []]);
    stage = stageOf('dev', diff);
  });

  it('a collector gets metrics and events', () => {
    for (const each of ['OtlpMetricsFunction', 'OtlpEventsFunction'])
      expect(text(named(stage, each), 'environment.variables.OTEL_EXPORTER_OTLP_ENDPOINT')).toBe(
        'https://otlp.example.com',
      );
  });

  it('a certificate serves HTTPS, and sends HTTP there', () => {
    expect(named(stage, 'Https').inputs).toMatchObject({
      port: 443,
      protocol: 'HTTPS',
      certificateArn: certificate,
    });
    expect(pick(named(stage, 'Http'), 'defaultActions.0.redirect')).toMatchObject({
      port: '443',
      protocol: 'HTTPS',
    });
  });

  it('a certificate comes with its name, and the probe and the users call that', () => {
    const balancer = named(stage, 'LoadBalancer');
    expect(named(stage, 'Alias').inputs).toMatchObject({
      zoneId: 'Z1',
      name: 'words.example.com',
      type: 'A',
      aliases: [{ name: `${text(balancer, 'name')}.eu-west-1.elb.amazonaws.com` }],
    });
    expect(wrongNames(stage)).toEqual([]);
    for (const each of ['ProbeFunction', 'UsersFunction'])
      expect(text(named(stage, each), 'environment.variables.TARGET_URL')).toBe('https://words.example.com');
    const elsewhere = structuredClone(stage);
    Object.assign(pick(named(elsewhere, 'ProbeFunction'), 'environment.variables') as object, {
      TARGET_URL: 'https://lb.elb.amazonaws.com',
    });
    expect(wrongNames(elsewhere)).toEqual([
      'ProbeFunction calls https://lb.elb.amazonaws.com, and the certificate is for words.example.com',
    ]);
  });

  it('named networks may reach it, and its own probe by the addresses of NAT, and nobody else', () => {
    expect(openToEverybody(stage)).toEqual([]);
    const rules = ofType(stage, 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule')
      .filter((rule) => pick(rule, 'cidrIpv4') !== undefined)
      .map((rule) => `${pick(rule, 'securityGroupId')} ${pick(rule, 'fromPort')} ${pick(rule, 'cidrIpv4')}`);
    const networks = ['198.51.100.0/24', '203.0.113.1/32', '203.0.113.2/32', '203.0.113.3/32'];
    expect(rules.toSorted()).toEqual(
      [443, 80]
        .flatMap((port) => networks.map((cidr) => `LoadBalancerSecurityGroup-id ${port} ${cidr}`))
        .toSorted(),
    );
    for (const each of ['ProbeFunction', 'UsersFunction'])
      expect(pick(named(stage, each), 'vpcConfig.securityGroupIds')).toEqual(['MeasuringSecurityGroup-id']);
    expect(pick(named(stage, 'DrawFunction'), 'vpcConfig')).toBeUndefined();
    expect(unknownManagedPolicies(stage)).toEqual([]);
  });

  it('a NAT image that is named stays that', () => {
    expect(unpinnedImages(stage)).toHaveLength(3);
    expect(unpinnedImages(stage, 'ami-00000000000000001')).toEqual([]);
  });

  it('a new account reserves no concurrency', () => {
    const reserving = ofType(stage, 'aws:lambda/function:Function').filter((each) =>
      Number.isInteger(pick(each, 'reservedConcurrentExecutions')),
    );
    expect(reserving).toEqual([]);
  });

  it('another time zone and window move the draw, across midnight if need be', () => {
    const draw = named(stage, 'DailyDrawSchedule');
    expect(text(draw, 'scheduleExpressionTimezone')).toBe('Europe/Berlin');
    expect(text(draw, 'scheduleExpression')).toBe('cron(40 23 ? * SUN *)');
    expect(text(named(stage, 'DailyReportSchedule'), 'scheduleExpressionTimezone')).toBe('Europe/Berlin');
  });
});
