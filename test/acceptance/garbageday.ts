/** The real command in a process of its own, as a person or a script starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../local/eventually.ts';
import { patience } from './patience.ts';
import type { Place } from './place.ts';

const bin = join(import.meta.dirname, '../../demo/stack/bin/garbageday.js');

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Started = {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
  /** As Ctrl-C in a terminal does: to the whole process group. */
  readonly signalGroup: (signal: NodeJS.Signals) => void;
};

/** Runs to its end. Throws after `withinMs` on a quiet machine. */
export async function run(place: Place, args: readonly string[], withinMs = 20_000): Promise<Ended> {
  const started = start(place, args);
  const deadline = setTimeout(() => started.signalGroup('SIGKILL'), patience(withinMs));
  const ended = await started.ended;
  clearTimeout(deadline);
  if (ended.signal !== 'SIGKILL') return ended;
  throw new Error(`garbageday ${args.join(' ')} took too long\n${ended.stdout}${ended.stderr}`);
}

/** `more`: what it gets of an environment beside the usual. */
export function start(place: Place, args: readonly string[], more: NodeJS.ProcessEnv = {}): Started {
  return startProgram(place, process.execPath, [bin, ...args], more);
}

/** The same on a terminal of 100 × 30, by script(1) of util-linux; what the terminal shows is its stdout. */
export function startOnTerminal(place: Place, args: readonly string[]): Started {
  const command = ['stty cols 100 rows 30; exec', process.execPath, bin, ...args].join(' ');
  return startProgram(place, 'script', ['-qec', command, '/dev/null']);
}

/**
 * The same in a shell on a terminal, with a keyboard: when garbageday has ended, the shell says how, which keys were
 * left for it, and whether the terminal is in another mode than before.
 */
export function startInShell(place: Place, args: readonly string[]): Started & Keyed {
  const garbageday = ['"$0"', '"$1"', ...args].join(' ');
  const ended = 'code=$?; mode=$(stty -g); read -r -t 1 rest; echo "code $code, left [$rest]"';
  const changed = '[ "$mode" = "$before" ] || echo "the terminal is in another mode"';
  const shell = `stty cols 100 rows 30; before=$(stty -g); ${garbageday}; ${ended}; ${changed}`;
  const command = `bash -c '${shell}' ${process.execPath} ${bin}`;
  return startProgram(place, 'script', ['-qec', command, '/dev/null']);
}

/** Resolves once other terminals may talk to it. Throws what it said when it ends instead. */
export async function untilRunning({ directory }: Place, { ended }: Started): Promise<void> {
  let early: Ended | null = null;
  void ended.then((end) => {
    early = end;
  });
  await eventually(
    'running',
    () => {
      if (early !== null) throw new Error(`it ended: ${JSON.stringify(early)}`);
      return isListening(directory);
    },
    30_000,
  );
}

function isListening(directory: string): boolean {
  try {
    return JSON.parse(readFileSync(join(directory, 'lock'), 'utf8')).controlSocket !== null;
  } catch {
    return false;
  }
}

/** `press`: what a keyboard sends. */
export type Keyed = { readonly press: (keys: string) => void };

function startProgram(
  { cwd, tmp }: Place,
  path: string,
  args: readonly string[],
  more: NodeJS.ProcessEnv = {},
): Started & Keyed {
  const { PATH, HOME } = process.env;
  // Nothing of the test runner's environment: colours, options of Node, what it says about itself.
  const env = { PATH, HOME, TMPDIR: tmp, LANG: 'C.UTF-8', TERM: 'xterm-256color', ...more };
  // script(1) hands the terminal what comes here.
  const stdin = path === 'script' ? 'pipe' : 'ignore';
  const child = spawn(path, args, { cwd, env, detached: true, stdio: [stdin, 'pipe', 'pipe'] });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const pid = child.pid ?? -1;
  return {
    pid,
    stdout,
    stderr,
    ended: endOf(child, stdout, stderr),
    signalGroup: (signal) => kill(-pid, signal),
    press: (keys) => void child.stdin?.write(keys),
  };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  if (stream === null) return () => text;
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    text += chunk;
  });
  return () => text;
}

/** `close`, not `exit`: what it wrote last has been read by then. */
function endOf(child: ChildProcess, stdout: () => string, stderr: () => string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout: stdout(), stderr: stderr() }));
  });
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
