/** Where one garbageday of the tests lives: what it starts cannot hide, and does not outlive the test. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Place = {
  /** The working directory of the commands. */
  readonly cwd: string;
  /** What the commands keep by default. */
  readonly directory: string;
  /** Their TMPDIR: runtime directories appear here. */
  readonly tmp: string;
  /** Every file and process of this place has it in its path, its arguments or its environment. */
  readonly mark: string;
};

export function makePlace(): Place {
  const mark = mkdtempSync(join(tmpdir(), 'acceptance-'));
  const [cwd, tmp] = [join(mark, 'w'), join(mark, 't')];
  for (const path of [cwd, tmp]) mkdirSync(path);
  return { cwd, tmp, mark, directory: join(cwd, '.garbageday') };
}

export type Process = { readonly pid: number; readonly args: string };

/** Every living process of the place, its commands included. A zombie is dead. */
export function processesOf({ mark }: Place): readonly Process[] {
  // `e` adds the environment: TMPDIR is one of the few names that every child gets.
  const { stdout } = spawnSync('ps', ['axeww', '-o', 'pid=,stat=,args='], { maxBuffer: 64 * 1024 * 1024 });
  return String(stdout)
    .split('\n')
    .filter((line) => line.includes(mark))
    .flatMap((line) => {
      const [, pid, state = '', args = ''] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
      return state.startsWith('Z') ? [] : [{ pid: Number(pid), args }];
    });
}

/** Runtime directories that are still there; what Node itself caches beside them is not ours. */
export function runtimeDirectoriesOf({ tmp }: Place): readonly string[] {
  return readdirSync(tmp).filter((name) => name.startsWith('garbageday-'));
}

/** Kills what a failed test left behind, and removes all files. */
export function clear(place: Place): void {
  for (const { pid } of processesOf(place)) kill(pid);
  rmSync(place.mark, { recursive: true, force: true, maxRetries: 5 });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
