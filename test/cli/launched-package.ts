/** A package with the real launcher and a main of the test's own, so that what the launcher passes on can be seen. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Path of the launcher; `main` is the body of the program's `main` function. */
export function packageWith(main: string, dependencies: 'installed' | 'missing' = 'installed'): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'src'));
  cpSync(join(root, 'packages/cli/bin'), join(directory, 'bin'), { recursive: true });
  writeFileSync(join(directory, 'package.json'), '{"type": "module"}');
  writeFileSync(
    join(directory, 'src/main.ts'),
    `export async function main(): Promise<void> {\n${main}\n}\n`,
  );
  if (dependencies === 'installed') symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  return join(directory, 'bin/garbageday.js');
}

export type Launched = {
  readonly child: ChildProcessWithoutNullStreams;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
};

/** Runs a launcher; whatever still runs when the test ends is killed. */
export function launch(
  node: string,
  argv: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Launched {
  const child = spawn(node, [...argv], { env });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    text.stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    text.stderr += String(chunk);
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, stdout: () => text.stdout, stderr: () => text.stderr, ended };
}
