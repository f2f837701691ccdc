/** Ctrl-C, a closed terminal, `garbageday stop`, a full disk: the run ends, in order. */
import process from 'node:process';
import { exitCodes } from '../exit-code.ts';

/** Somebody asked for the end before it came by itself. */
export class InterruptedError extends Error {
  readonly code = 'interrupted';
  /** `SIGINT`, or who asked. */
  readonly why: string;

  constructor(why: string) {
    super(`stopped by ${why} before the end`);
    this.name = 'InterruptedError';
    this.why = why;
  }
}

/** Nothing can be served any more: there is no majority that has the data. */
export class DataLostError extends InterruptedError {
  constructor(message: string) {
    super('the loss of the data');
    this.message = message;
    this.name = 'DataLostError';
  }
}

export type Interruption = {
  /** The same as the work, unless the run must end first: then rejects with an `InterruptedError`, or with what failed. */
  readonly orEnd: <T>(work: Promise<T>) => Promise<T>;
  /** Somebody asks from within: another terminal. */
  readonly ask: (why: string) => void;
  /** Nothing can go on: the ledger's disk is full. */
  readonly fail: (error: unknown) => void;
  /** Signals end the process again. */
  readonly release: () => void;
};

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The second signal does not wait: what is left is killed by the reaper. */
export function listenForInterruption(): Interruption {
  const { promise: end, reject } = Promise.withResolvers<never>();
  // Whoever races it hears of the end; while nobody does, it is no crash.
  end.catch(() => {});
  let isEnding = false;
  const fail = (error: unknown): void => {
    isEnding = true;
    reject(error);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isEnding) process.exit(exitCodes.inconclusive);
    fail(new InterruptedError(signal));
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    orEnd: (work) => {
      work.catch(() => {});
      return Promise.race([work, end]);
    },
    ask: (why) => fail(new InterruptedError(why)),
    fail,
    release: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
