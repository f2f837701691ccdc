/** Ctrl-C while something is running elsewhere: this process stops following it, and says so. */
import process from 'node:process';
import { exitCodes } from './exit-code.ts';

export type Leaving = {
  /** Aborted by the first signal. The second one ends the process. */
  readonly signal: AbortSignal;
  /** Signals end the process again. */
  readonly release: () => void;
};

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function leaveOnSignal(): Leaving {
  const leaving = new AbortController();
  const onSignal = (): void => {
    if (leaving.signal.aborted) process.exit(exitCodes.inconclusive);
    leaving.abort();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: leaving.signal,
    release: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
