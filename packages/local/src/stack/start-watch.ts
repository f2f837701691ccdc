/** Gives up a start that fails or takes too long, and says what was last seen to go wrong. */
import { join } from 'node:path';
import type { StackIncident } from '../stack-event.ts';
import type { StackOptions } from './stack-options.ts';

export type StartWatch = {
  /** Aborted, with the error as its reason, when the start is given up. */
  readonly signal: AbortSignal;
  /** Remembers the last death, for the line that says why there is no stack. */
  readonly note: (incident: StackIncident) => void;
  readonly fail: (error: unknown) => void;
  /** The start is over. */
  readonly end: () => void;
};

/** Watches from now on. */
export function watchStart({ directory, timing }: Pick<StackOptions, 'directory' | 'timing'>): StartWatch {
  const start = new AbortController();
  let lastDeath = 'nothing died';
  const seconds = timing.startTimeoutMs / 1_000;
  const logs = join(directory, 'logs');
  const timer = setTimeout(() => {
    start.abort(
      new StackStartError(`not ready within ${seconds} s (${lastDeath}); the logs in ${logs} say more`),
    );
  }, timing.startTimeoutMs);
  return {
    signal: start.signal,
    note: (incident) => {
      if (incident.kind === 'died') lastDeath = `${incident.instance.slot}: ${incident.how}`;
    },
    fail: (error) => start.abort(error),
    end: () => clearTimeout(timer),
  };
}

/** The stack did not come up, for a reason that is not the person's doing. */
export class StackStartError extends Error {
  readonly code = 'stack-start';

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'StackStartError';
  }
}
