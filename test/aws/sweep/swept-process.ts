/** A real process that runs experiments: it can be asked, frozen, thawed and killed, and never outlives its parent. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Ask, Told } from './process-main.ts';

export type ProcessProgram = { readonly path: string; readonly remove: () => void };

/** As one file, which starts four times as fast. */
export async function buildProcess(): Promise<ProcessProgram> {
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-sweep-'));
  const path = join(directory, 'process.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'process-main.ts')],
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'esnext',
    minify: true,
    keepNames: true,
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire as topLevelRequire } from 'node:module'; const require = topLevelRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return { path, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export type SweptProcess = {
  /** `died` when the process was killed before it answered. */
  readonly invoke: (ask: Ask) => Promise<Told | { readonly kind: 'died' }>;
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly kill: () => Promise<void>;
  readonly isAlive: () => boolean;
};

/** `setpriv` (util-linux) has the kernel kill it when its parent is gone, frozen or not. */
export function startProcess(program: ProcessProgram, env: NodeJS.ProcessEnv): SweptProcess {
  const output = process.env['SWEEP_DEBUG'] === undefined ? 'ignore' : 'inherit';
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, program.path], {
    stdio: ['ignore', output, output, 'ipc'],
    env: { ...env, NODE_COMPILE_CACHE: join(dirname(program.path), 'compiled') },
  });
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    isAlive,
    invoke: async (ask) => {
      const word = nextWord(child);
      // Gone in this moment: `nextWord` tells.
      child.send(ask, () => {});
      return word;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill: async () => {
      if (!isAlive()) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** What it says next, or that it is gone. */
function nextWord(child: ChildProcess): Promise<Told | { readonly kind: 'died' }> {
  const { promise, resolve } = Promise.withResolvers<Told | { readonly kind: 'died' }>();
  const onMessage = (told: unknown) => settle(told as Told);
  const onExit = () => settle({ kind: 'died' });
  const settle = (word: Told | { readonly kind: 'died' }) => {
    child.off('message', onMessage).off('exit', onExit);
    resolve(word);
  };
  child.on('message', onMessage).on('exit', onExit);
  if (child.exitCode !== null || child.signalCode !== null) settle({ kind: 'died' });
  return promise;
}
