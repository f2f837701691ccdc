/**
 * `npm run release -- 0.2.0`: sets the version, closes the changelog's section, builds and packs the package, and
 * writes a bill of materials (CycloneDX) of everything that was installed to build it. It does not commit, tag or
 * publish, but says how.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '@garbageday/core/errors.ts';
import { assertNextVersion, releasedChangelog, withVersion } from './release/release-texts.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'release');

function release(next: string): void {
  const { version: now }: { readonly version: string } = JSON.parse(read('package.json'));
  assertNextVersion(now, next);
  if (run('git', ['status', '--porcelain']) !== '') {
    throw new UsageError('There are changes that are not committed; commit or stash them first.');
  }
  const changelog = releasedChangelog(read('CHANGELOG.md'), next, new Date().toISOString().slice(0, 10));
  const packages = run('git', ['ls-files', 'package.json', 'package-lock.json', '*/package.json']);
  for (const file of packages.split('\n')) write(file, withVersion(read(file), now, next));
  write('CHANGELOG.md', changelog);
  run('npm', ['run', '--silent', 'build']);
  mkdirSync(folder, { recursive: true });
  run('npm', ['pack', '--silent', '--pack-destination', folder, join(root, 'packages/garbageday')]);
  const bill = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  write(`release/garbageday-${next}.cdx.json`, run('npm', bill));
  console.log(`release/garbageday-${next}.tgz and its bill of materials are there. Now look at them, and then:
  git commit -am "Release ${next}" && git tag v${next} && git push --follow-tags
  npm publish release/garbageday-${next}.tgz`);
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function write(file: string, text: string): void {
  writeFileSync(join(root, file), text);
}

function run(program: string, args: readonly string[]): string {
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
  return execFileSync(program, args, { cwd: root, encoding: 'utf8', stdio, maxBuffer: 2 ** 28 }).trimEnd();
}

try {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [next, ...others] = positionals;
  if (next === undefined || others.length > 0)
    throw new UsageError('Say which version: npm run release -- 0.2.0');
  release(next);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
