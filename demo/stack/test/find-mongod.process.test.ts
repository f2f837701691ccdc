import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chooseDataProgram, describeDataProgram, findMongod } from '@garbageday/demo/data-program.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../../test/contract/temporary-directory.ts';

/** A program that prints this when it is asked for its version. */
function program(path: string, prints: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho '${prints}'\n`);
  chmodSync(path, 0o755);
  return path;
}

function mongod(path: string, version: string) {
  return program(path, `db version v${version}`);
}
function cached(home: string, name: string) {
  return join(home, '.cache', 'mongodb-binaries', name);
}

describe('looking for mongod', () => {
  it('takes the one that is named, before all others', async () => {
    const home = temporaryDirectory();
    const named = mongod(join(home, 'named'), '6.0.1');
    mongod(join(home, 'bin', 'mongod'), '7.0.1');
    const environment = { HOME: home, PATH: join(home, 'bin'), GARBAGEDAY_MONGOD: named };
    expect(await findMongod(environment)).toEqual({ path: named, version: '6.0.1' });
  });

  it('does not look further when the one that is named does not run', async () => {
    const home = temporaryDirectory();
    mongod(join(home, 'bin', 'mongod'), '7.0.1');
    const environment = { HOME: home, PATH: join(home, 'bin'), GARBAGEDAY_MONGOD: join(home, 'missing') };
    await expect(findMongod(environment)).rejects.toThrow(
      /GARBAGEDAY_MONGOD is .*missing, .*correct or unset it/,
    );
  });

  it('takes the first on PATH that runs, before what was downloaded', async () => {
    const home = temporaryDirectory();
    program(join(home, 'broken', 'mongod'), 'cannot find libcrypto');
    const path = mongod(join(home, 'bin', 'mongod'), '7.0.1');
    mongod(cached(home, 'mongod-x64-debian-8.0.0'), '8.0.0');
    const environment = { HOME: home, PATH: `${join(home, 'broken')}:${join(home, 'bin')}` };
    expect(await findMongod(environment)).toEqual({ path, version: '7.0.1' });
  });

  it('takes the newest that was downloaded and runs', async () => {
    const home = temporaryDirectory();
    mongod(cached(home, 'mongod-x64-debian-7.0.9'), '7.0.9');
    const newest = mongod(cached(home, 'mongod-x64-debian-7.0.14'), '7.0.14');
    program(cached(home, 'mongod-arm64-debian-8.0.0'), 'not for this machine');
    program(cached(home, '7.0.14.lock'), 'a lock');
    expect(await findMongod({ HOME: home, PATH: '' })).toEqual({ path: newest, version: '7.0.14' });
  });

  it('finds none where there is none', async () => {
    expect(await findMongod({ HOME: temporaryDirectory(), PATH: '' })).toBeNull();
    expect(await findMongod({})).toBeNull();
  });
});

describe('choosing what keeps the data', () => {
  it('is mongod when there is one, unless mongolite is asked for', async () => {
    const home = temporaryDirectory();
    const path = mongod(join(home, 'mongod'), '7.0.14');
    const environment = { PATH: home };
    expect(await chooseDataProgram('auto', environment)).toEqual({ kind: 'mongod', path, version: '7.0.14' });
    expect(await chooseDataProgram('mongolite', environment)).toEqual({ kind: 'mongolite' });
  });

  it('is mongolite when there is no mongod, unless mongod is asked for', async () => {
    expect(await chooseDataProgram('auto', {})).toEqual({ kind: 'mongolite' });
    await expect(chooseDataProgram('mongod', {})).rejects.toThrow(/--data mongolite$/);
  });

  it('is never called MongoDB when it is not', () => {
    expect(describeDataProgram({ kind: 'mongolite' })).toBe('mongolite (embedded stand-in, not MongoDB)');
    expect(describeDataProgram({ kind: 'mongod', path: '/x', version: '7.0.14' })).toBe('MongoDB 7.0.14');
  });
});
