/** Every process that this supervisor started, so that none is forgotten. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { systemCode } from '../file-error.ts';
import type { LogFiles } from '../log-files.ts';
import { childEnvironment } from './child-environment.ts';
import { type Exit, exitOf } from './exit.ts';
import { nodeEnvironment } from './node-flags.ts';
import { guarded, type ParentDeathGuard } from './parent-death-guard.ts';
import type { Reaper } from './reaper.ts';

/** What to run and where its output goes: `<logs>/<name>.log`, anew with each start of the stack. */
export type Command = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** How long processes that it started may take to finish after its own end; by default not at all. */
  readonly lingerMs?: number;
};

export type ChildrenOptions = {
  readonly logs: LogFiles;
  /** Our own environment; children get only a few of its variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For those that run on Node. */
  readonly nodeFlags: readonly string[];
  readonly guard: ParentDeathGuard;
};

export type Children = {
  /** Runs a bundle with Node, with an IPC channel. */
  readonly node: (bundle: string, command: Command) => ChildProcess;
  /** Runs another program. */
  readonly program: (path: string, command: Command) => ChildProcess;
  /**
   * Takes charge of a child that another module started, right after its start; kills it if everything has ended
   * already.
   */
  readonly adopt: (child: ChildProcess) => void;
  /** Resolves when it is gone, and with it anything it started that may linger. */
  readonly gone: (child: ChildProcess) => Promise<Exit>;
  readonly pids: () => readonly number[];
  /** Kills what is left, and whatever is started from now on, with SIGKILL; resolves when everything is gone. */
  readonly killAll: () => Promise<void>;
};

/**
 * All children are started detached, in sessions of their own, so that Ctrl-C and a closed terminal reach only the
 * supervisor; they are known to the reaper from their first moment, and run under the guard.
 */
export function startedChildren(
  reaper: Reaper,
  { logs, environment, nodeFlags, guard }: ChildrenOptions,
): Children {
  const living = new Map<ChildProcess, Promise<Exit>>();
  let isOver = false;
  const adopt = (child: ChildProcess, lingerMs = 0) => {
    const pid = child.pid;
    if (pid === undefined) return;
    reaper.watch(pid);
    const gone = exitOf(child).then(async (own) => {
      const exit = lingerMs === 0 ? own : await untilGroupEnds(own, { pid, lingerMs, isOver: () => isOver });
      killGroup(pid);
      living.delete(child);
      reaper.forget(pid);
      return exit;
    });
    living.set(child, gone);
    if (isOver) killGroup(pid);
  };
  const start = (path: string, command: Command, stdio: readonly ('ignore' | 'ipc')[]) => {
    const log = logs.open(command.name);
    const line = guarded(guard, path, command.args);
    const child = spawn(line.path, line.args, {
      detached: true,
      env: { ...childEnvironment(environment), ...command.env },
      stdio: ['ignore', log, log, ...stdio],
    });
    closeSync(log);
    child.once('error', () => {});
    adopt(child, command.lingerMs);
    return child;
  };
  return {
    node: (bundle, { name, args, env }) => {
      const command = { name, args: [...nodeFlags, bundle, ...args], env: { ...nodeEnvironment, ...env } };
      return start(process.execPath, command, ['ipc']);
    },
    program: (path, command) => start(path, command, []),
    adopt: (child) => adopt(child),
    gone: (child) => living.get(child) ?? exitOf(child),
    pids: () => [...living.keys()].flatMap(({ pid }) => pid ?? []),
    killAll: async () => {
      isOver = true;
      for (const { pid } of living.keys()) if (pid !== undefined) killGroup(pid);
      await Promise.all(living.values());
    },
  };
}

const lookAgainMs = 20;

type Lingering = { readonly pid: number; readonly lingerMs: number; readonly isOver: () => boolean };

/**
 * How the whole group ended: a server that a shell started ends on its own, whatever happens to the shell, or has to be
 * killed.
 */
async function untilGroupEnds(own: Exit, { pid, lingerMs, isOver }: Lingering): Promise<Exit> {
  if (!isGroup(pid)) return own;
  const untilMs = performance.now() + lingerMs;
  while (!isOver() && performance.now() < untilMs && isGroup(pid)) await delay(lookAgainMs);
  return isGroup(pid) ? { code: null, signal: 'SIGKILL' } : { code: 0, signal: null };
}

/** Whether anything that the child started is left. */
function isGroup(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The child and whatever it started itself: it leads a process group of its own. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // macOS answers EPERM for a group in which only zombies are left.
    if (systemCode(error) !== 'ESRCH' && systemCode(error) !== 'EPERM') throw error;
  }
}
