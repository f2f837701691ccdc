/** Gives up a start that fails or takes too long, and says what last went wrong. */
import { join } from 'node:path';
import type { StackIncident } from '../stack-event.ts';
import type { StackOptions } from './stack-options.ts';

export type StartWatch = {
  /** Aborted, with the error as its reason, when the start is given up. */
  readonly signal: AbortSignal;
  /** Remembers the last death, for the line that says why there is no stack. */
  readonly note: (incident: StackIncident) => void;
  readonly fail: (error: unknown) => void;
  /** A tier is ready: whoever waited for it has all the time again. */
  readonly goOn: () => void;
  /** Who knows better why this start fails, of some of what is started. */
  readonly explainBy: (explanation: StartExplanation) => void;
  /** The start is over. */
  readonly end: () => void;
};

export type StartExplanation = {
  /** The copy in this slot accepts connections. */
  readonly serving: (slot: string) => void;
  /** The copy died by itself before the stack was ready; null: the start continues all the same. */
  readonly onDeath: (slot: string, how: string) => Error | null;
  /** null: it is not what the start waits for. */
  readonly onTimeout: () => Promise<Error | null>;
};

/** Watches from now on. */
export function watchStart({ directory, timing }: Pick<StackOptions, 'directory' | 'timing'>): StartWatch {
  const start = new AbortController();
  let lastDeath = 'nothing died';
  const seconds = timing.startTimeoutMs / 1_000;
  const logs = join(directory, 'logs');
  const explanations: StartExplanation[] = [];
  let isOver = false;
  const timedOut = async () => {
    for (const { onTimeout } of explanations) {
      const error = await onTimeout();
      if (error !== null) return error;
    }
    return new StackStartError(`not ready within ${seconds} s (${lastDeath}); the logs in ${logs} say more`);
  };
  const timer = setTimeout(async () => start.abort(await timedOut()), timing.startTimeoutMs);
  const explainDeath = ({ instance, how, cause }: Extract<StackIncident, { kind: 'died' }>) => {
    if (isOver || cause !== 'failed-start') return;
    for (const { onDeath } of explanations) {
      const error = onDeath(instance.slot, how);
      if (error !== null) start.abort(error);
    }
  };
  return {
    signal: start.signal,
    note: (incident) => {
      if (incident.kind === 'serving')
        for (const { serving } of explanations) serving(incident.instance.slot);
      if (incident.kind !== 'died') return;
      lastDeath = `${incident.instance.slot}: ${incident.how}`;
      explainDeath(incident);
    },
    fail: (error) => start.abort(error),
    goOn: () => void (isOver || timer.refresh()),
    explainBy: (better) => void explanations.push(better),
    end: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

/** The stack did not start, for a reason that is not the user's fault. */
export class StackStartError extends Error {
  readonly code = 'stack-start';

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'StackStartError';
  }
}
