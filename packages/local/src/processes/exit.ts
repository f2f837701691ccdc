/** How a process ended. */
import type { ChildProcess } from 'node:child_process';

/** Exit code or signal, one of them null; both null when it never started. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** Resolves when the process is gone, also when it could not be started or had ended before; never rejects. */
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

/** `killed by SIGKILL`, `exit code 1`, `did not start`. */
export function describeExit(exit: Exit): string {
  if (exit.signal !== null) return `killed by ${exit.signal}`;
  return exit.code === null ? 'did not start' : `exit code ${exit.code}`;
}
