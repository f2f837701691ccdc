/** A fault that is added to the table and to nothing else is a type error wherever one is carried out, and harms no one. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ec2Faults, terminationBy } from '@garbageday/aws/ec2-faults.ts';
import { terminate } from '@garbageday/aws/terminate.ts';
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import { localFaults } from '@garbageday/local/fault-injector.ts';
import { describe, expect, it, onTestFinished } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

const row = `  {
    name: 'unheard-of', isReversible: true, label: 'unheard-of', noun: 'unheard-of', verb: 'do to',
    gerund: 'Doing to', effect: 'Who knows.',
  },
`;

/** The product's sources in a folder of their own, where each package sees the copies of the others. */
function copyOfTheSources(): string {
  const copy = mkdtempSync(join(tmpdir(), 'garbageday-new-fault-'));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  for (const folder of ['functions', 'garbageday.config.ts', 'tsconfig.base.json', 'package.json']) {
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  }
  const packages = readdirSync(join(root, 'packages'));
  for (const name of packages) {
    const isSource = (path: string) => !/\/(node_modules|dist)$/.test(path);
    cpSync(join(root, 'packages', name), join(copy, 'packages', name), { recursive: true, filter: isSource });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const paths = Object.fromEntries(
    packages.map((name) => [`@garbageday/${name}/*`, [`./packages/${name}/src/*`]]),
  );
  const base: { readonly compilerOptions: object } = JSON.parse(
    readFileSync(join(root, 'tsconfig.json'), 'utf8'),
  );
  const compilerOptions = { ...base.compilerOptions, paths };
  const include = ['packages/*/src/**/*.ts', 'functions/**/*.ts'];
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ ...base, compilerOptions, include }));
  return copy;
}

function filesWithTypeErrors(folder: string): Promise<readonly string[]> {
  const tsc = join(root, 'node_modules/.bin/tsc');
  return new Promise((done) => {
    execFile(tsc, ['-p', folder, '--noEmit', '--pretty', 'false'], { cwd: folder }, (_error, stdout) => {
      const files = stdout.matchAll(/^([^\s(]+)\(\d+,\d+\): error/gm);
      done([...new Set([...files].map(([, file = '']) => file))].toSorted());
    });
  });
}

describe('a fault that only the table has', () => {
  it('is a type error in each platform, and nowhere else', async () => {
    const copy = copyOfTheSources();
    const table = join(copy, 'packages/core/src/chaos/fault.ts');
    const now = readFileSync(table, 'utf8').replace('] as const satisfies', `${row}] as const satisfies`);
    writeFileSync(table, now);
    expect(await filesWithTypeErrors(copy)).toEqual([
      'packages/aws/src/ec2-faults.ts',
      'packages/local/src/fault-injector.ts',
    ]);
  });

  const unheardOf = 'unheard-of' as FaultName;

  it('is not supported by a platform that has not heard of it', () => {
    expect([localFaults.has(unheardOf), ec2Faults.has(unheardOf), terminationBy(unheardOf)]).toEqual([
      false,
      false,
      null,
    ]);
  });

  it('ends no server on EC2: no request is sent', async () => {
    const ec2 = new EC2Client({ region: 'eu-central-1' });
    let sent = 0;
    ec2.middlewareStack.add((next) => async (call) => {
      sent += 1;
      return next(call);
    });
    const ended = terminate(ec2, { instanceId: 'i-1', fault: unheardOf, isFresh: () => true });
    await expect(ended).rejects.toMatchObject({ code: 'unsupported-fault' });
    expect(sent).toBe(0);
  });
});
