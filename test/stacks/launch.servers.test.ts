/**
 * A server of each kind boots here: real cloud-init, our scripts at their own paths, the metadata service at its address;
 * stand-ins for what only EC2 has.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { dataFiles } from '../../stacks/data-files.ts';
import { haproxyFiles } from '../../stacks/haproxy-files.ts';
import { webFiles } from '../../stacks/web-files.ts';
import { repositoryRoot } from './harness/project.ts';
import { type Launch, type Launched, launch } from './harness/root.ts';

const common = { AWS_DEFAULT_REGION: 'eu-west-1', HOOK_NAME: 'installed' };

function ending(group: string, result: string) {
  return (
    `aws autoscaling complete-lifecycle-action --auto-scaling-group-name ${group} ` +
    `--lifecycle-hook-name installed --instance-id i-0123 --lifecycle-action-result ${result}`
  );
}

/** The end of a launch is its last call but for what goes on in the background. */
function endings({ calls }: Launched) {
  return calls.filter((call) => call.includes('complete-lifecycle-action'));
}

function hash(algorithm: string, contents: Buffer) {
  return createHash(algorithm).update(contents).digest('hex');
}

/** npm's package of Node, with a program in it that starts this machine's. */
function nodePackage(): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-node-package-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  mkdirSync(join(directory, 'package/bin'), { recursive: true });
  const program = join(directory, 'package/bin/node');
  writeFileSync(program, `#!/bin/sh\nexec ${process.execPath} "$@"\n`);
  chmodSync(program, 0o755);
  execFileSync('tar', ['--create', '--gzip', '--file', 'node.tgz', 'package'], { cwd: directory });
  return readFileSync(join(directory, 'node.tgz'));
}

async function wordcount(): Promise<Buffer> {
  const { outputFiles } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: ['demo/wordcount/src/main.ts'],
    ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node24', write: false, logLevel: 'silent' },
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}

async function webLaunch(changes: Readonly<Record<string, string>> = {}): Promise<Launch> {
  const [app, node] = [await wordcount(), nodePackage()];
  return {
    files: webFiles,
    environment: {
      ...common,
      GROUP_NAME: 'garbageday-dev-web',
      BUNDLE_BUCKET: 'artifacts',
      BUNDLE_KEY: 'wordcount/app.cjs',
      BUNDLE_SHA256: hash('sha256', app),
      NODE_KEY: 'packages/node.tgz',
      NODE_SHA512: hash('sha512', node),
      URI_PARAMETER: '/garbageday/dev/data/uri',
      ...changes,
    },
    bucket: { 'wordcount/app.cjs': app, 'packages/node.tgz': node },
    parameters: { uri: 'mongodb://wordcount:secret@127.0.0.1:9/wordcount?replicaSet=garbageday' },
    afterwards: `
      curl --silent --output /dev/null --write-out '%{http_code}\\n' http://127.0.0.1:8080/healthz
      stat --format '%a %U' /etc/garbageday/wordcount.env /opt/garbageday/install.sh
      ps -eo user:20,args | grep -c '^root.*[w]ordcount.cjs' || true
      ps -eo args | grep -c '[w]ordcount.cjs'
    `,
  };
}

it('a web server installs Node and the app from the bucket, serves without being root, and is put in service', async () => {
  const launched = await launch(await webLaunch());
  expect(endings(launched), launched.log).toEqual([ending('garbageday-dev-web', 'CONTINUE')]);
  expect(launched.said.trim().split('\n')).toEqual(['200', '600 root', '755 root', '0', '1']);
  expect(launched.calls.some((call) => call.startsWith('dnf'))).toBe(false);
});

it('a web server whose Node is not the pinned one is thrown away', async () => {
  const launched = await launch(await webLaunch({ NODE_SHA512: '0'.repeat(128) }));
  expect(endings(launched), launched.log).toEqual([ending('garbageday-dev-web', 'ABANDON')]);
  expect(launched.calls.some((call) => call.startsWith('start'))).toBe(false);
});

it('HAProxy finds its servers, serves without being root, and is put in service', async () => {
  const launched = await launch({
    files: haproxyFiles,
    environment: { ...common, GROUP_NAME: 'garbageday-dev-load-balancer', WEB_GROUP: 'web', STAGE: 'dev' },
    bucket: {},
    parameters: {},
    afterwards: `
      curl --silent --output /dev/null --write-out '%{http_code}\\n' http://127.0.0.1:8404/healthz
      grep -o 'server i-web 127.0.0.1:8080' /run/garbageday-servers.cfg
      ps -eo user:20,args | grep -c '^root.*[h]aproxy -Ws' || true
      [[ $(ps -eo args | grep -c '[h]aproxy -Ws') -ge 2 ]] && echo 'a master and a worker'
    `,
  });
  expect(endings(launched), launched.log).toEqual([ending('garbageday-dev-load-balancer', 'CONTINUE')]);
  const said = launched.said.trim().split('\n');
  expect(said).toEqual(['200', 'server i-web 127.0.0.1:8080', '0', 'a master and a worker']);
});

it('a member takes its name before mongod starts, says its role, and is put in service', async () => {
  const launched = await launch({
    files: dataFiles,
    environment: {
      ...common,
      GROUP_NAME: 'garbageday-dev-data-a',
      HOST_NAME: 'data-a.data.dev.garbageday.internal',
      ZONE_ID: 'Z1',
      LEDGER_TABLE: 'ledger',
      PACKAGE_BUCKET: 'artifacts',
      PACKAGE_KEYS: 'packages/mongodb-org-server-8.rpm,packages/mongosh.rpm,packages/key.asc',
      REPLICA_SET: 'garbageday',
      MEMBERS: 'data-a:27017',
      MAY_INITIATE: 'yes',
      KEY_FILE_PARAMETER: '/garbageday/dev/data/key-file',
      ADMIN_PASSWORD_PARAMETER: '/garbageday/dev/data/admin-password',
      APP_PASSWORD_PARAMETER: '/garbageday/dev/data/app-password',
      INITIATED_PARAMETER: '/garbageday/dev/data/initiated',
    },
    bucket: Object.fromEntries(
      ['mongodb-org-server-8.rpm', 'mongosh.rpm', 'key.asc'].map((file) => [`packages/${file}`, file]),
    ),
    parameters: { 'key-file': 'the key', 'admin-password': 'a', 'app-password': 'b', initiated: 'no' },
    afterwards: `
      stat --format '%a %U' /etc/garbageday/mongod.key
      cat /etc/garbageday/mongod.key
      ls /var/cache/garbageday
    `,
  });
  expect(endings(launched), launched.log).toEqual([ending('garbageday-dev-data-a', 'CONTINUE')]);
  expect(launched.said.trim().split('\n')).toEqual([
    '400 mongod',
    'the key',
    'key.asc',
    'mongodb-org-server-8.rpm',
    'mongosh.rpm',
  ]);
  const order = (call: string) => launched.calls.findIndex((each) => each.startsWith(call));
  const steps = [
    'rpm --import /var/cache/garbageday/key.asc',
    'dnf install --assumeyes --setopt=localpkg_gpgcheck=1 /var/cache/garbageday/mongodb-org-server-8.rpm',
    'start garbageday-name.service',
    'aws route53 wait',
    'start mongod.service',
    'start garbageday-replica-set.service',
    'aws ssm put-parameter --name /garbageday/dev/data/initiated --value yes',
    'aws dynamodb put-item --table-name ledger --item {"pk":{"S":"member#garbageday-dev-data-a"}',
    'aws ec2 create-tags --resources i-0123 --tags Key=garbageday:role,Value=primary',
  ].map(order);
  expect(steps).not.toContain(-1);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
});
