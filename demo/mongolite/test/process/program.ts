/** mongolite as the platform runs it: bundled into one file, one process per member. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(import.meta.resolve('@garbageday/mongolite/main.ts'));

/** CommonJS dependencies call `require`, which an ES module does not have. */
const banner =
  "import { createRequire as outer } from 'node:module'; const require = outer(import.meta.url);";

export type Exit = { readonly code: number | null; readonly signal: string | null };

export type RunningMember = {
  readonly process: ChildProcess;
  readonly exit: Promise<Exit>;
  /** What it printed so far, line by line. */
  readonly output: readonly string[];
  readonly errors: readonly string[];
  readonly messages: readonly unknown[];
  /** Resolves when it listens, rejects when it ends before that. */
  readonly listening: Promise<void>;
};

export type RunOptions = {
  readonly isSupervised: boolean;
  /** A program that runs the member: `ip netns exec m0`. */
  readonly launcher: readonly string[];
};

export type Program = {
  readonly directory: string;
  readonly run: (args: readonly string[], options?: Partial<RunOptions>) => RunningMember;
  /** Ends whatever still runs, and removes the directory. */
  readonly close: () => Promise<void>;
};

/** Resolves when the stream has ended. */
function collect(stream: NodeJS.ReadableStream | null, lines: string[]): Promise<void> {
  return new Promise((resolve) => {
    if (stream === null) resolve();
    else {
      const reader = createInterface({ input: stream });
      reader.on('line', (line) => lines.push(line));
      reader.on('close', resolve);
    }
  });
}

function watch(process: ChildProcess): RunningMember {
  const output: string[] = [];
  const errors: string[] = [];
  const messages: unknown[] = [];
  const exit = new Promise<Exit>((resolve) => {
    process.on('exit', (code, signal) => resolve({ code, signal }));
  });
  const ended = Promise.all([collect(process.stdout, output), collect(process.stderr, errors)]);
  process.on('message', (message) => messages.push(message));
  const listening = new Promise<void>((resolve, reject) => {
    process.stdout?.on('data', (chunk) => String(chunk).includes('"listening"') && resolve());
    void exit.then(({ code }) =>
      reject(new Error(`ended with ${code} before it listened: ${errors.join()}`)),
    );
  });
  listening.catch(() => {});
  return { process, exit: ended.then(() => exit), output, errors, messages, listening };
}

export async function bundledProgram(): Promise<Program> {
  const directory = mkdtempSync(join(tmpdir(), 'mongolite-'));
  const outfile = join(directory, 'mongolite.mjs');
  const shape = { bundle: true, platform: 'node', format: 'esm', target: 'node24' } as const;
  await build({ entryPoints: [entry], outfile, ...shape, banner: { js: banner }, logLevel: 'silent' });
  const running = new Set<RunningMember>();
  return {
    directory,
    run: (args, { isSupervised = true, launcher = [] } = {}) => {
      const stdio = isSupervised
        ? (['ignore', 'pipe', 'pipe', 'ipc'] as const)
        : (['ignore', 'pipe', 'pipe'] as const);
      const [command = '', ...rest] = [...launcher, process.execPath, outfile, ...args];
      const member = watch(spawn(command, rest, { stdio: [...stdio] }));
      running.add(member);
      void member.exit.then(() => running.delete(member));
      return member;
    },
    close: async () => {
      const left = [...running];
      for (const { process: child } of left) child.kill('SIGKILL');
      await Promise.all(left.map(({ exit }) => exit));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
