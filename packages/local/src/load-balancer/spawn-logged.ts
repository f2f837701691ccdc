import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { childEnvironment } from '../processes/child-environment.ts';
import { guarded, type ParentDeathGuard } from '../processes/parent-death-guard.ts';

/** A program to run; `log` takes what it writes, so that nobody has to read a pipe for it to go on. */
export type LoggedProgram = {
  readonly path: string;
  readonly args: readonly string[];
  readonly log: string;
  readonly hasChannel: boolean;
  /** Default: none. */
  readonly guard?: ParentDeathGuard | undefined;
};

/** Starts it in a session of its own: Ctrl-C in the terminal reaches the supervisor alone, who decides. */
export function spawnLogged({ path, args, log, hasChannel, guard = [] }: LoggedProgram): ChildProcess {
  const output = openSync(log, 'w', 0o600);
  const line = guarded(guard, path, args);
  try {
    return spawn(line.path, line.args, {
      detached: true,
      env: childEnvironment(process.env),
      stdio: ['ignore', output, output, ...(hasChannel ? (['ipc'] as const) : [])],
    });
  } finally {
    closeSync(output);
  }
}
