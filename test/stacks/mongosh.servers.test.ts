/** stacks/user-data/data/replica-set.js in the real mongosh, against three mongolites behind access control. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../../demo/mongolite/src/cluster/call.ts';
import { mongodbPackages } from '../../stacks/pinned-packages.ts';
import { eventually } from '../local/eventually.ts';
import { type Doorman, startDoorman, type Users } from './harness/doorman.ts';
import { installMongosh, mongoshVersion } from './harness/mongosh.ts';
import { userDataDirectory } from './harness/node.ts';
import { repositoryRoot } from './harness/project.ts';
import { type Finished, run } from './harness/run.ts';

let mongosh: string;
beforeAll(async () => {
  mongosh = await installMongosh();
});

/** A port that was free a moment ago: members must know each other's before they start. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the replica set script in mongosh', () => {
  let directory = '';
  let members: ChildProcess[] = [];
  let hosts: string[] = [];
  let doormen: Doorman[] = [];
  let users: Users;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'garbageday-mongosh-'));
    users = new Map();
    [members, hosts] = [[], []];
    for (const index of [0, 1, 2]) {
      const port = await freePort();
      const main = join(repositoryRoot, 'demo/mongolite/src/main.ts');
      const dbpath = join(directory, `${index}`);
      const flags = ['--replSet', 'garbageday', '--port', `${port}`, '--dbpath', dbpath, '--quiet'];
      members.push(spawn(process.execPath, [main, ...flags], { stdio: 'ignore' }));
      hosts.push(`127.0.0.1:${port}`);
    }
    const answers = (host: string) =>
      call(host, { hello: 1 }, 2_000).then(
        () => true,
        () => false,
      );
    for (const host of hosts) await eventually(`an answer of ${host}`, () => answers(host), 60_000);
    doormen = await Promise.all(hosts.map((host) => startDoorman(host, users)));
  });

  afterEach(async () => {
    for (const doorman of doormen) doorman.close();
    for (const member of members) {
      const gone = once(member, 'exit');
      member.kill('SIGKILL');
      await gone;
    }
    rmSync(directory, { recursive: true, force: true });
  });
  afterAll(() => expect(mongodbPackages.map(({ file }) => file).join()).toContain(`-${mongoshVersion()}.`));

  /** As stacks/user-data/data/replica-set.sh calls it, on the member of this index. */
  const runScript = (index: number, changes: Readonly<Record<string, string>> = {}): Promise<Finished> =>
    run({
      file: process.execPath,
      args: [
        mongosh,
        '--quiet',
        '--norc',
        '--file',
        join(userDataDirectory, 'data/replica-set.js'),
        `mongodb://127.0.0.1:${doormen[index]?.port}/?directConnection=true`,
      ],
      cwd: directory,
      env: {
        PATH: '/usr/bin:/bin',
        HOME: directory,
        INITIATED: 'no',
        MEMBERS: hosts.join(','),
        REPLICA_SET: 'garbageday',
        ADMIN_PASSWORD: 'admin, with a comma=',
        APP_PASSWORD: 'app-password',
        ...changes,
      },
      timeoutMs: 120_000,
    });

  const primary = async (): Promise<number> => {
    let found = -1;
    await eventually(
      'a primary',
      async () => {
        const hellos = await Promise.all(hosts.map((host) => call(host, { hello: 1 }, 5_000)));
        found = hellos.findIndex(({ isWritablePrimary }) => isWritablePrimary === true);
        return found >= 0;
      },
      60_000,
    );
    return found;
  };

  /** systemd repeats a try that fails. */
  const runUntilDone = async (index: number): Promise<number> => {
    for (let tries = 1; tries <= 10; tries += 1) if ((await runScript(index)).code === 0) return tries;
    throw new Error('ten tries, and not done');
  };

  it('initiates the set, makes its users by the localhost exception, and changes nothing when it is repeated', async () => {
    await runScript(0);
    const first = await primary();
    await runUntilDone(first);
    expect([...users]).toEqual([
      ['admin.admin', 'admin, with a comma='],
      ['wordcount.wordcount', 'app-password'],
    ]);
    const { config } = await call(hosts[0] ?? '', { replSetGetConfig: 1 }, 5_000);
    expect(config).toMatchObject({ _id: 'garbageday', members: hosts.map((host, _id) => ({ _id, host })) });

    // `auth` as admin and then as the application, in one shell.
    const before = doormen[first]?.commands.length ?? 0;
    expect(await runScript(first, { INITIATED: 'yes' })).toMatchObject({ code: 0 });
    const commands = doormen[first]?.commands.slice(before) ?? [];
    expect(commands.filter((name) => name === 'saslStart').length).toBeGreaterThanOrEqual(2);
    expect(commands).not.toContain('createUser');
    expect(commands).not.toContain('replSetInitiate');
  });

  it('on a secondary, is done as soon as the users have arrived', async () => {
    await runScript(0);
    const first = await primary();
    // An election that was quick enough let the first run make them already.
    users.clear();
    const other = (first + 1) % 3;
    const { code, stderr } = await runScript(other, { INITIATED: 'yes' });
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining('the set has no users yet')]);
    await runUntilDone(first);
    expect(await runScript(other, { INITIATED: 'yes' })).toMatchObject({ code: 0 });
  });

  it('with another password than the set has, fails and makes no second admin', async () => {
    await runScript(0);
    const first = await primary();
    await runUntilDone(first);
    expect((await runScript(first, { APP_PASSWORD: 'wrong' })).code).not.toBe(0);
    expect((await runScript(first, { ADMIN_PASSWORD: 'wrong' })).code).not.toBe(0);
    expect(users.size).toBe(2);
  });
});
