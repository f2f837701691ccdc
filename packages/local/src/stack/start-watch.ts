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
  /** Who knows better why this start fails. */
  readonly explainBy: (explanation: StartExplanation) => void;
  /** The start is over. */
  readonly end: () => void;
};

export type StartExplanation = {
  /** The copy in this slot accepts connections. */
  readonly serving: (slot: string) => void;
  /** It died by itself before the stack was ready; null: the start goes on all the same. */
  readonly onDeath: (slot: string, how: string) => Error | null;
  readonly onTimeout: () => Promise<Error>;
};

/** Watches from now on. */
export function watchStart({ directory, timing }: Pick<StackOptions, 'directory' | 'timing'>): StartWatch {
  const start = new AbortController();
  let lastDeath = 'nothing died';
  const seconds = timing.startTimeoutMs / 1_000;
  const logs = join(directory, 'logs');
  let explanation: StartExplanation | null = null;
  let isOver = false;
  const timedOut = async () =>
    (await explanation?.onTimeout()) ??
    new StackStartError(`not ready within ${seconds} s (${lastDeath}); the logs in ${logs} say more`);
  const timer = setTimeout(async () => start.abort(await timedOut()), timing.startTimeoutMs);
  const explainDeath = ({ instance, how, cause }: Extract<StackIncident, { kind: 'died' }>) => {
    if (isOver || cause !== 'failed-start') return;
    const error = explanation?.onDeath(instance.slot, how) ?? null;
    if (error !== null) start.abort(error);
  };
  return {
    signal: start.signal,
    note: (incident) => {
      if (incident.kind === 'serving') explanation?.serving(incident.instance.slot);
      if (incident.kind !== 'died') return;
      lastDeath = `${incident.instance.slot}: ${incident.how}`;
      explainDeath(incident);
    },
    fail: (error) => start.abort(error),
    explainBy: (better) => {
      explanation = better;
    },
    end: () => {
      isOver = true;
      clearTimeout(timer);
    },
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
