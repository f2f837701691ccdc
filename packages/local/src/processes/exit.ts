/** How a process ended. */
import type { ChildProcess } from 'node:child_process';

/** Exit code or signal, one of them null; both null when it never started, or when how it ended could not be seen. */
export type Exit = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly isUnseen?: true;
};

/** Of what a child of ours has started: only its own parent is told. */
export const unseenExit: Exit = { code: null, signal: null, isUnseen: true };

/** Resolves when the process is gone, even if it could not be started or had ended before; never rejects. */
export function exitOf(child: ChildProcess): Promise<Exit> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve({ code: child.exitCode, signal: child.signalCode });
  }
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => {
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
  });
}

/** `killed by SIGKILL`, `exit code 1`, `did not start`, `ended`. */
export function describeExit(exit: Exit): string {
  if (exit.isUnseen) return 'ended';
  if (exit.signal !== null) return `killed by ${exit.signal}`;
  return exit.code === null ? 'did not start' : `exit code ${exit.code}`;
}
