/** The real mongosh, installed once per machine from a lockfile of its own, with npm's hashes. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from './project.ts';

const run = promisify(execFile);
const source = join(repositoryRoot, 'test/stacks/mongosh');

export function mongoshVersion(): string {
  const { dependencies } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as {
    dependencies: { mongosh: string };
  };
  return dependencies.mongosh;
}

/** The path of the program. */
export async function installMongosh(): Promise<string> {
  const directory = join(repositoryRoot, `node_modules/.cache/garbageday/mongosh-${mongoshVersion()}`);
  const program = join(directory, 'node_modules/.bin/mongosh');
  if (existsSync(program)) return program;
  const unfinished = `${directory}.${process.pid}`;
  mkdirSync(dirname(directory), { recursive: true });
  cpSync(source, unfinished, { recursive: true });
  const flags = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
  await run('npm', ['ci', ...flags], { cwd: unfinished, timeout: 280_000 });
  if (existsSync(directory)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, directory);
  return program;
}
