import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { childEnvironment } from '../processes/child-environment.ts';
import { guarded, type ParentDeathGuard } from '../processes/parent-death-guard.ts';

/** A program to run; its output goes to `log`, so that it never blocks on a pipe that no one reads. */
export type LoggedProgram = {
  readonly path: string;
  readonly args: readonly string[];
  readonly log: string;
  readonly hasChannel: boolean;
  /** Default: none. */
  readonly guard?: ParentDeathGuard | undefined;
};

/** Starts it in its own session: Ctrl-C in the terminal reaches only the supervisor, which decides. */
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
