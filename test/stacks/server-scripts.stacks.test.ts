/** The scripts of stacks/user-data, run with stand-ins for AWS, MongoDB and systemd. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeNode, fakeNode, type Metadata, startMetadata, userDataDirectory } from './harness/node.ts';
import { run } from './harness/run.ts';

describe('on a server', () => {
  let metadata: Metadata;
  let node: FakeNode | undefined;
  beforeEach(async () => {
    metadata = await startMetadata({ 'instance-id': 'i-0123', 'local-ipv4': '10.0.1.2' });
  });
  afterEach(async () => {
    node?.remove();
    await metadata.close();
  });
  const start = (scripts: readonly string[], standIns: Readonly<Record<string, string>>): FakeNode => {
    node = fakeNode(['common/metadata.sh', ...scripts], standIns);
    return node;
  };

  it('the metadata service is asked with a token', async () => {
    const env = { METADATA_URL: metadata.url };
    expect(await start([], {}).run('metadata.sh', ['instance-id'], env)).toMatchObject({
      code: 0,
      stdout: 'i-0123',
    });
    expect((await start([], {}).run('metadata.sh', ['nonsense'], env)).code).not.toBe(0);
  });

  it('a member takes its name, and waits until every name server knows', async () => {
    const server = start(['data/take-name.sh'], { aws: '[[ $2 == wait ]] || echo /change/C1' });
    const env = {
      METADATA_URL: metadata.url,
      HOST_NAME: 'data-a.data.dev.garbageday.internal',
      ZONE_ID: 'Z1',
    };
    expect(await server.run('take-name.sh', [], env)).toMatchObject({ code: 0, stderr: '' });
    const [change = '', wait] = server.calls();
    const batch = JSON.parse(/--change-batch (\{.*\}) --query/.exec(change)?.[1] ?? '') as object;
    expect(batch).toEqual({
      Changes: [
        {
          Action: 'UPSERT',
          ResourceRecordSet: {
            Name: 'data-a.data.dev.garbageday.internal',
            Type: 'A',
            TTL: 5,
            ResourceRecords: [{ Value: '10.0.1.2' }],
          },
        },
      ],
    });
    expect(wait).toBe('aws route53 wait resource-record-sets-changed --id /change/C1');
  });

  /** A member that plays these parts, one after the other. */
  const member = async (roles: readonly string[]) => {
    const server = start(['data/say-role.sh'], { aws: '', mongosh: 'cat "$MONGOSH_SAYS" || exit 1' });
    const says = join(server.directory, 'says');
    const env = {
      METADATA_URL: metadata.url,
      LEDGER_TABLE: 'ledger',
      GROUP_NAME: 'garbageday-dev-data-a',
      ROLE_FILE: join(server.directory, 'role'),
      MONGOSH_SAYS: says,
    };
    for (const role of roles) {
      if (role === 'none') rmSync(says);
      else writeFileSync(says, `${role}\n`);
      expect(await server.run('say-role.sh', [], env)).toMatchObject({ code: 0 });
    }
    return server.calls().filter((call) => call.startsWith('aws'));
  };
  const roleTags = (calls: readonly string[]) => calls.filter((call) => call.includes('create-tags'));

  it.each([
    ['primary', ['primary']],
    ['none', ['primary', 'none']],
  ])('a member that is %s says so in the ledger, with the time', async (role, roles) => {
    const calls = await member(roles);
    const put = calls.filter((call) => call.startsWith('aws dynamodb put-item --table-name ledger')).at(-1);
    expect(JSON.parse(/--item (.*)/.exec(put ?? '')?.[1] ?? '')).toEqual({
      pk: { S: 'member#garbageday-dev-data-a' },
      sk: { S: 'role' },
      instanceId: { S: 'i-0123' },
      role: { S: role },
      saidAt: { S: expect.stringMatching(/^\d{10}$/) },
    });
  });

  it('a member tags itself when its part changes, and only then', async () => {
    const calls = await member(['secondary', 'secondary', 'secondary', 'primary', 'primary']);
    expect(calls.filter((call) => call.includes('put-item'))).toHaveLength(5);
    const tag = (role: string) =>
      `aws ec2 create-tags --resources i-0123 --tags Key=garbageday:role,Value=${role}`;
    expect(roleTags(calls)).toEqual([tag('secondary'), tag('primary')]);
  });

  const parameters = {
    ADMIN_PASSWORD_PARAMETER: '/admin',
    APP_PASSWORD_PARAMETER: '/app',
    INITIATED_PARAMETER: '/initiated',
  };
  const ssm = (initiated: string) =>
    `if [[ $2 == get-parameter ]]; then if [[ $4 == /initiated ]]; then echo ${initiated}; else echo secret; fi; fi`;

  it.each([
    ['the first member of a set that never was, initiates', 'yes', 'no', 'no', true],
    ['the first member that comes back empty, does not', 'yes', 'yes', 'yes', false],
    ['another member never does, whatever the parameter says', 'no', 'no', 'yes', false],
  ])('%s', async (_, mayInitiate, parameter, told, marks) => {
    const server = start(['data/replica-set.sh', 'data/replica-set.js'], {
      aws: ssm(parameter),
      mongosh: 'echo "told $INITIATED $ADMIN_PASSWORD $APP_PASSWORD"',
    });
    const finished = await server.run('replica-set.sh', [], { ...parameters, MAY_INITIATE: mayInitiate });
    expect(finished).toMatchObject({ code: 0, stdout: `told ${told} secret secret\n` });
    const put = server.calls().filter((call) => call.startsWith('aws ssm put-parameter'));
    expect(put).toEqual(marks ? ['aws ssm put-parameter --name /initiated --value yes --overwrite'] : []);
  });

  it('a set that could not be initiated is not marked, and the unit tries again', async () => {
    const server = start(['data/replica-set.sh', 'data/replica-set.js'], {
      aws: ssm('no'),
      mongosh: 'exit 1',
    });
    expect((await server.run('replica-set.sh', [], { ...parameters, MAY_INITIATE: 'yes' })).code).not.toBe(0);
    expect(server.calls().some((call) => call.includes('put-parameter'))).toBe(false);
    const unit = readFileSync(join(userDataDirectory, 'data/garbageday-replica-set.service'), 'utf8');
    expect(unit).toContain('Restart=on-failure');
  });

  const discovery = (found: string) => ({ aws: `printf '${found}'`, systemctl: '' });
  const discover = async (found: string, args: readonly string[] = []) => {
    const server = start(['load-balancer/discover.sh'], discovery(found));
    const file = join(server.directory, 'servers.cfg');
    const env = { SERVERS_FILE: file, WEB_GROUP: 'web', STAGE: 'dev' };
    const first = await server.run('discover.sh', args, env);
    const again = await server.run('discover.sh', args, env);
    return { server, file, env, first, again };
  };

  it('HAProxy learns of the web servers of this stage, and is reloaded once', async () => {
    const { server, file, first, again } = await discover('i-b\\t10.0.1.2\\ni-a\\t10.0.1.1\\n');
    expect([first.code, again.code, first.stderr]).toEqual([0, 0, '']);
    const servers = readFileSync(file, 'utf8').match(/(?<=^ +)server .*/gm);
    expect(servers).toEqual(['server i-a 10.0.1.1:8080', 'server i-b 10.0.1.2:8080']);
    expect(server.calls().filter((call) => call.startsWith('systemctl'))).toEqual([
      'systemctl reload haproxy.service',
    ]);
    expect(server.calls()[0]).toContain('Name=tag:garbageday:stage,Values=dev');
  });

  it('HAProxy keeps its last list when AWS says that there is nobody', async () => {
    const { file, server, env } = await discover('i-a\\t10.0.1.1\\n');
    const before = readFileSync(file, 'utf8');
    writeFileSync(join(server.directory, 'bin/aws'), '#!/bin/bash\nexit 0\n');
    expect(await server.run('discover.sh', [], env)).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it.each([
    ['with servers', 'i-a\\t10.0.1.1\\n'],
    ['before there is any', ''],
  ])('HAProxy itself takes the whole configuration %s', async (_, found) => {
    const { file } = await discover(found, ['--no-reload']);
    const main = join(userDataDirectory, 'load-balancer/haproxy.cfg');
    const { code, stdout, stderr } = await run({
      file: 'haproxy',
      args: ['-c', '-f', main, '-f', file],
      cwd: tmpdir(),
      env: { PATH: `${process.env['PATH']}:/usr/sbin` },
      timeoutMs: 30_000,
    });
    expect(`${stdout}${stderr}`).not.toMatch(/ALERT|WARNING/);
    expect(code).toBe(0);
  });

  it.each([
    [
      'web/install.sh',
      'aws',
      'aws s3 cp --only-show-errors s3://bucket/packages/node.tgz /opt/garbageday/node.tgz',
    ],
    ['data/install.sh', 'rpm', 'rpm --import *.asc'],
    ['data/install.sh', 'dnf', 'dnf install --assumeyes --setopt=localpkg_gpgcheck=1 *.rpm'],
    ['load-balancer/install.sh', 'dnf', 'dnf install --assumeyes haproxy'],
  ])('%s throws the instance away when %s fails', async (script, failing, call) => {
    // AWS's own command line must still be able to say so.
    const refuse = failing === 'aws' ? '[[ $1 != s3 ]]' : 'exit 1';
    const server = start([script, 'common/complete-launch.sh'], {
      aws: '',
      rpm: '',
      dnf: '',
      [failing]: refuse,
    });
    const nodeEnvironment = join(server.directory, 'node.env');
    const settings = {
      GROUP_NAME: 'garbageday-dev-web',
      HOOK_NAME: 'installed',
      BUNDLE_BUCKET: 'bucket',
      NODE_KEY: 'packages/node.tgz',
      PACKAGE_BUCKET: 'bucket',
      PACKAGE_KEYS: 'packages/a.rpm,packages/b.asc',
    };
    const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
    writeFileSync(nodeEnvironment, lines.join(''));
    const packages = join(server.directory, 'packages');
    const env = {
      METADATA_URL: metadata.url,
      NODE_ENVIRONMENT: nodeEnvironment,
      PACKAGE_DIRECTORY: packages,
    };
    expect((await server.run('install.sh', [], env)).code).not.toBe(0);
    const calls = server.calls().map((each) => each.replaceAll(`${packages}/`, ''));
    expect(calls.slice(-2)).toEqual([
      call,
      'aws autoscaling complete-lifecycle-action --auto-scaling-group-name garbageday-dev-web ' +
        '--lifecycle-hook-name installed --instance-id i-0123 --lifecycle-action-result ABANDON',
    ]);
  });
});
