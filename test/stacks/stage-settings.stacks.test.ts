import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { type Deployment, deploymentOf, whyNoDeployment } from '../../stacks/deployment.ts';
import { environmentFile, userData, userDataLimitBytes } from '../../stacks/user-data.ts';
import { everyStage } from './harness/evaluated.ts';
import { installedProject } from './harness/platform.ts';
import { repositoryRoot } from './harness/project.ts';
import { sst } from './harness/sst.ts';
import { ofType, pick } from './harness/stage.ts';

type AppOf = (input: { stage: string }) => Record<string, unknown>;

async function appOf(stage: string): Promise<Record<string, unknown>> {
  vi.stubGlobal('$config', (config: unknown) => config);
  // Not a literal, so that tsc does not follow it: the file knows SST's globals, and the tests do not.
  const module = (await import(pathToFileURL(join(repositoryRoot, 'sst.config.ts')).href)) as {
    default: { app: AppOf };
  };
  return module.default.app({ stage });
}

describe('sst.config.ts', () => {
  it.each([
    ['production', 'retain', true],
    ['dev', 'remove', false],
    ['haproxy', 'remove', false],
    ['alice', 'remove', false],
    // Only the one word is production.
    ['Production', 'remove', false],
  ])('%s: removal %s, protected %s', async (stage, removal, protect) => {
    expect(await appOf(stage)).toMatchObject({ name: 'garbageday', home: 'aws', removal, protect });
  });

  it('tags everything with the stage', async () => {
    const tags = { 'garbageday:app': 'garbageday', 'garbageday:stage': 'dev' };
    expect(await appOf('dev')).toMatchObject({ providers: { aws: { defaultTags: { tags } } } });
  });
});

describe('production', () => {
  it('cannot be removed by one command', async () => {
    const project = await installedProject();
    try {
      const { code, stdout, stderr } = await sst(project, ['remove', '--stage', 'production']);
      expect(code).not.toBe(0);
      expect(`${stdout}${stderr}`).toContain('Cannot remove protected stage');
    } finally {
      project.remove();
    }
  });
});

describe('stages', () => {
  it('differ as deployment.ts says', () => {
    expect(deploymentOf('dev')).toMatchObject({ loadBalancer: 'alb', nat: 'ec2', hasUsers: true });
    expect(deploymentOf('production')).toMatchObject({
      loadBalancer: 'alb',
      nat: 'managed',
      hasUsers: false,
    });
    expect(deploymentOf('haproxy')).toMatchObject({ loadBalancer: 'haproxy' });
    expect(deploymentOf('anything')).toEqual(deploymentOf('dev'));
  });

  const whole = {
    certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1',
    domainName: 'words.example.com',
    hostedZoneId: 'Z1',
  };

  it.each<[string, Partial<Deployment>, RegExp | null]>([
    ['nothing of it', {}, null],
    ['all of it', whole, null],
    [
      'a certificate alone',
      { certificateArn: whole.certificateArn },
      /^certificateArn is set and domainName is not; /,
    ],
    ['a name alone', { domainName: 'a.example.com' }, /^domainName is set and certificateArn is not; /],
    ['no zone', { ...whole, hostedZoneId: null }, /^certificateArn is set and hostedZoneId is not; /],
    [
      'a certificate for HAProxy',
      { ...whole, loadBalancer: 'haproxy' },
      /^certificateArn is set, and .*'haproxy'/,
    ],
    [
      'an address for a name',
      { ...whole, domainName: 'https://a.example.com' },
      /^domainName "https:.* is not a host name/,
    ],
    ['networks', { allowedCidrs: ['203.0.113.0/24', '10.0.0.1/32'] }, null],
    [
      'an address for a network',
      { allowedCidrs: ['203.0.113.7'] },
      /^allowedCidrs: "203.0.113.7" is not an IPv4 network/,
    ],
    ['a network that is none', { allowedCidrs: ['203.0.113.256/24'] }, /is not an IPv4 network/],
    ['a mask that is none', { allowedCidrs: ['203.0.113.0/33'] }, /is not an IPv4 network/],
    ['no network', { allowedCidrs: [] }, /^allowedCidrs is empty/],
  ])('with %s', (_, settings, why) => {
    const found = whyNoDeployment({ ...deploymentOf('dev'), ...settings });
    if (why === null) expect(found).toBeNull();
    else expect(found).toMatch(why);
    expect(found ?? '').not.toContain('\n');
  });

  it.each(everyStage)('%s has NAT in every zone, and no third way in', (name, stage) => {
    const gateways = ofType(stage, 'aws:ec2/natGateway:NatGateway').length;
    const instances = ofType(stage, 'aws:ec2/instance:Instance').length;
    expect([gateways, instances]).toEqual(name === 'production' ? [3, 0] : [0, 3]);
    const guarding = ofType(stage, 'aws:ec2/securityGroup:SecurityGroup').filter(({ name: each }) =>
      /Nat/.test(each),
    );
    for (const group of guarding) expect(pick(group, 'ingress.0.cidrBlocks')).toEqual(['10.0.0.0/16']);
  });
});

describe('user data', () => {
  const setup = { files: [], environment: {}, install: '/opt/garbageday/install.sh' };

  it('refuses what EC2 would not take', () => {
    const environment = { LONG: 'a'.repeat(userDataLimitBytes) };
    expect(() => userData({ ...setup, environment })).toThrow(`the limit of EC2 is ${userDataLimitBytes}`);
  });

  it.each([['a b'], ['$HOME'], ['"'], ["'"], ['a\nb'], ['`id`'], ['#x']])(
    'refuses %j, which bash and systemd would read differently',
    (value) => {
      expect(() => environmentFile({ KEY: value })).toThrow('KEY cannot be written');
    },
  );
});
