import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** A program to run; `log` takes what it writes, so that nobody has to read a pipe for it to go on. */
export type LoggedProgram = {
  readonly path: string;
  readonly args: readonly string[];
  readonly log: string;
  readonly hasChannel: boolean;
};

/** The rest of our environment (NODE_OPTIONS, debuggers, credentials) is none of a load balancer's business. */
const inherited = ['PATH', 'TMPDIR', 'TZ'] as const;

const environment = (): Record<string, string> =>
  Object.fromEntries(
    inherited.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** Starts it in a session of its own: Ctrl-C in the terminal reaches the supervisor alone, who decides. */
export const spawnLogged = ({ path, args, log, hasChannel }: LoggedProgram): ChildProcess => {
  const output = openSync(log, 'w');
  try {
    return spawn(path, args, {
      detached: true,
      env: environment(),
      stdio: ['ignore', output, output, ...(hasChannel ? (['ipc'] as const) : [])],
    });
  } finally {
    closeSync(output);
  }
};
