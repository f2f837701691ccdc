/** Negative fixtures: what must not be is planted, and the checks and the harness must find it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { targetsWithoutDeadLetters, withoutDeadLetters } from './checks/dead-letters.ts';
import { functionUrls, openToEverybody, publicAddresses } from './checks/exposure.ts';
import { wrongNames } from './checks/names.ts';
import {
  openTrusts,
  unconfinedMutations,
  unknownManagedPolicies,
  wildcardActions,
} from './checks/permissions.ts';
import { carelessSchedules, invalidSchedules } from './checks/schedules.ts';
import { withOldMetadata, withPlainDisks } from './checks/servers.ts';
import { diffPlanted, diffReplaced } from './harness/planted.ts';
import { installedProject } from './harness/platform.ts';
import { repositoryRoot } from './harness/project.ts';
import { type Stage, stageOf } from './harness/stage.ts';
import { ownDiagnostics, strictFlags, typeCheck } from './harness/type-check.ts';

const slack = { SlackWebhook: 'https://hooks.slack.test/services/T/B/X' };

function wired(name: string): string {
  return `import { specs } from '../functions/specs.ts';
import { type Common, wire } from '@garbageday/sst/wiring.ts';
export const wiring = (given: Common) => [wire(specs.alert, given), wire(specs.${name}, given)];\n`;
}

const violations = `
new aws.ec2.SecurityGroup('Inline', {
  ingress: [{ protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: ['0.0.0.0/0'] }],
});
new aws.vpc.SecurityGroupIngressRule('Rule', {
  securityGroupId: 'sg-1', ipProtocol: 'tcp', fromPort: 27017, toPort: 27017, cidrIpv6: '::/0',
});
new aws.ec2.LaunchTemplate('Careless', {
  networkInterfaces: [{ associatePublicIpAddress: 'true' }],
  metadataOptions: { httpTokens: 'optional' },
  blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { encrypted: 'false', volumeType: 'gp3' } }],
});
new sst.aws.Function('Grabby', {
  handler: 'functions/probe.handler',
  url: true,
  policies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  permissions: [
    { actions: ['s3:*'], resources: ['arn:aws:s3:::bucket/*'] },
    { actions: ['ec2:TerminateInstances'], resources: ['*'] },
    { actions: ['cloudwatch:PutMetricData'], resources: ['*'] },
  ],
  transform: {
    role: {
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
      }),
    },
  },
});
const table = new sst.aws.Dynamo('Table', { fields: { pk: 'string' }, primaryIndex: { hashKey: 'pk' } });
new sst.aws.Function('Linked', { handler: 'functions/probe.handler', link: [table] });
new sst.aws.CronV2('Nonsense', { schedule: 'cron(61 8 * * ? *)', function: 'functions/draw.handler' });
new aws.lb.Listener('Nameless', {
  loadBalancerArn: 'arn:lb', port: 443, protocol: 'HTTPS', certificateArn: 'arn:acm',
  defaultActions: [{ type: 'forward', targetGroupArn: 'arn:targets' }],
});
const bus = new sst.aws.Bus('Bus');
bus.subscribe('Lossy', 'functions/alert.handler');
`;

describe('the checks find what was planted', () => {
  let stage: Stage;
  beforeAll(async () => {
    const diff = await diffPlanted(violations);
    expect([diff.code, diff.errors]).toEqual([0, []]);
    stage = stageOf('planted', diff);
  });

  it('a security group that is open to everybody, inline or as a rule', () => {
    expect(openToEverybody(stage)).toEqual(['sg-1: 27017', 'Inline: inline']);
  });
  it('a public address', () => expect(publicAddresses(stage)).toEqual(['Careless']));
  it('a certificate without a name', () => {
    expect(wrongNames(stage)).toEqual(['Nameless has a certificate, and no name that it could be for']);
  });
  it('IMDSv1', () => expect(withOldMetadata(stage)).toEqual(['Careless']));
  it('a plain disk', () => expect(withPlainDisks(stage)).toEqual(['Careless']));
  it('a function with an address', () => expect(functionUrls(stage)).toEqual(['GrabbyUrl']));
  it('a `*` action, and what `link` grants', () => {
    expect(wildcardActions(stage)).toEqual([
      'GrabbyRole allows the wildcard action s3:*',
      'LinkedRole allows the wildcard action dynamodb:*',
    ]);
  });
  it('a mutating action on everything', () => {
    expect(unconfinedMutations(stage)).toEqual([
      'GrabbyRole may ec2:TerminateInstances on *',
      'GrabbyRole may cloudwatch:PutMetricData without a condition on cloudwatch:namespace',
    ]);
  });
  it('trust in the account root', () => {
    expect(openTrusts(stage)).toContain('GrabbyRole may be assumed by AWS:arn:aws:iam::111122223333:root');
  });
  it('a policy of AWS that nobody approved', () => {
    expect(unknownManagedPolicies(stage)).toEqual([
      'GrabbyRole has arn:aws:iam::aws:policy/AdministratorAccess',
    ]);
  });
  it('a cron that AWS would reject', () => {
    expect(invalidSchedules(stage)).toEqual([
      'NonsenseSchedule: cron(61 8 * * ? *) has an impossible minutes',
    ]);
  });
  it("SST's defaults for schedules", () => {
    expect(carelessSchedules(stage)).toEqual([
      'NonsenseSchedule: scheduleExpressionTimezone',
      'NonsenseSchedule: target.retryPolicy.maximumEventAgeInSeconds',
      'NonsenseSchedule: target.deadLetterConfig.arn',
    ]);
  });
  it('failures that would vanish', () => {
    const names = withoutDeadLetters(stage);
    expect(names).toContain('GrabbyFunction');
    expect(names).toContain('NonsenseHandlerFunction');
    expect(targetsWithoutDeadLetters(stage)).toEqual(['BusSubscriberLossyTarget']);
  });
});

describe('the evaluation fails loudly', () => {
  it.each([
    [
      'on an error inside an apply',
      `$output('x').apply(() => { throw new Error('boom in apply'); });`,
      'boom in apply',
    ],
    ['on a throwing program', `throw new Error('boom at once');`, 'boom at once'],
    [
      'on a question to AWS that nobody answers',
      `new aws.ssm.Parameter('P', { type: 'String', value: aws.ec2.getSubnetOutput({ id: 'x' }).cidrBlock });`,
      'no answer for aws:ec2/getSubnet:getSubnet',
    ],
    [
      'on a handler that is not there',
      `new sst.aws.Function('F', { handler: 'functions/nope.handler' });`,
      'functions/nope.handler',
    ],
    ['on two resources of one name', `new sst.aws.Bus('Same'); new sst.aws.Queue('Same');`, 'Same'],
  ])('%s', async (_, source, message) => {
    const { code, entries, errors } = await diffPlanted(source);
    expect(code).not.toBe(0);
    expect(entries).toEqual([]);
    expect(errors.join()).toContain(message);
  });

  it('on a Slack webhook that nobody has set, with the command that sets it', async () => {
    const { code, errors } = await diffReplaced({}, {});
    expect(code).not.toBe(0);
    expect(errors).toEqual(['Set a value for SlackWebhook with `sst secret set SlackWebhook <value>`']);
  });

  it.each([
    [
      'an objective that no alarm can watch',
      { slos: [{ journey: 'probe', sli: 'availability', objective: 0.9 }] },
      'could ever page',
    ],
    [
      'two web groups',
      { groups: [{ kind: 'web' }, { kind: 'web', name: 'second' }, { kind: 'data' }] },
      'found 2 of kind "web"',
    ],
    ['a misspelt key', { schedul: {} }, 'schedul'],
  ])('on a configuration with %s', async (_, input, message) => {
    const planted = { 'garbageday.config.ts': `export default ${JSON.stringify(input)};\n` };
    const { code, errors } = await diffReplaced(planted, slack);
    expect(code).not.toBe(0);
    expect(errors.join()).toContain(message);
  });
});

describe('the types', () => {
  it('of sst.config.ts and stacks/ are right, and right by the strict flags too', async () => {
    const project = await installedProject();
    try {
      const { code, stdout } = await typeCheck(project);
      expect(stdout).toBe('');
      expect(code).toBe(0);
      expect(ownDiagnostics(await typeCheck(project, strictFlags))).toEqual([]);
    } finally {
      project.remove();
    }
  });

  it('find what is planted in stacks/', async () => {
    const planted = {
      'stacks/planted-1.ts': `new sst.aws.Bus('B', { loging: { level: 'error' } });\nexport {};\n`,
      'stacks/planted-2.ts': `new aws.autoscaling.Group('G', { minSize: 'one', maxSize: 1 });\nexport {};\n`,
      'stacks/planted-3.ts': `new aws.autoscaling.Group('G', { minSize: 1 });\nexport {};\n`,
      'stacks/planted-4.ts': `import { nothing } from './nothing.ts';\nnothing();\n`,
      // Where schedules are created, and what is measured, must be given where the draw and the probe are deployed.
      'stacks/planted-5.ts': wired('draw'),
      'stacks/planted-6.ts': wired('probe'),
    };
    const project = await installedProject(planted);
    try {
      const finished = await typeCheck(project);
      expect(finished.code).not.toBe(0);
      const found = ownDiagnostics(finished).map((line) =>
        /^(\S+?)\(.*error (TS\d+)/.exec(line)?.slice(1).join(' '),
      );
      expect(found).toEqual([
        'stacks/planted-1.ts TS2561',
        'stacks/planted-2.ts TS2322',
        'stacks/planted-3.ts TS2741',
        'stacks/planted-4.ts TS2307',
        'stacks/planted-5.ts TS2345',
        'stacks/planted-6.ts TS2345',
      ]);
    } finally {
      project.remove();
    }
  });
});

describe('the harness', () => {
  it('leaves the repository as it was', () => {
    const here = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');
    expect(here('sst.config.ts')).toContain("import('./stacks/deploy.ts')");
    expect(() => here('stacks/planted.ts')).toThrow('ENOENT');
    expect(() => here('sst-env.d.ts')).toThrow('ENOENT');
  });
});
