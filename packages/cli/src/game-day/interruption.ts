/** Ctrl-C, a closed terminal, `garbageday stop`, a full disk: the run ends in an orderly way. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { type ExitCode, exitCodes } from '../exit-code.ts';

/** Someone asked for the end before it came by itself. */
export class InterruptedError extends Error {
  readonly code = 'interrupted';
  /** `Ctrl-C`, or who asked. */
  readonly why: string;
  /** The exit code of a game day, which has an end of its own. */
  readonly exitCode: ExitCode;

  constructor(why: string, exitCode: ExitCode = exitCodes.interrupted) {
    super(`stopped by ${why} before its end`);
    this.name = 'InterruptedError';
    this.why = why;
    this.exitCode = exitCode;
  }
}

/** Nothing can be served any more: no majority has the data. */
export class DataLostError extends InterruptedError {
  constructor(message: string) {
    super('the loss of the data', exitCodes.broken);
    this.message = message;
    this.name = 'DataLostError';
  }
}

export type Interruption = {
  /**
   * Settles like `work`, unless the run must end first: then rejects with an `InterruptedError`, or with what failed.
   */
  readonly orEnd: <T>(work: Promise<T>) => Promise<T>;
  /** Ends the run on request, such as from another terminal. */
  readonly ask: (why: string) => void;
  /** Ends the run because it cannot continue: the ledger's disk is full, say. */
  readonly fail: (error: unknown) => void;
  /** Signals end the process again. */
  readonly release: () => void;
};

const endings = {
  SIGINT: { why: 'Ctrl-C', exitCode: exitCodes.interrupted },
  SIGTERM: { why: 'SIGTERM', exitCode: exitCodes.terminated },
  SIGHUP: { why: 'the closing of its terminal', exitCode: exitCodes.hungUp },
} as const;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A second signal does not wait: the reaper kills what is left. */
export function listenForInterruption(): Interruption {
  const { promise: end, reject } = Promise.withResolvers<never>();
  // `orEnd` passes the rejection on; without one, it must not crash the process.
  end.catch(() => {});
  let isEnding = false;
  const fail = (error: unknown): void => {
    isEnding = true;
    reject(error);
  };
  const onSignal = (signal: (typeof signals)[number]): void => {
    const { why, exitCode } = endings[signal];
    if (isEnding) endNow(signal, exitCode);
    fail(new InterruptedError(why, exitCode));
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

/**
 * Dies by the signal itself, sent from outside: `process.exit`, and `process.kill` on oneself, first write Node's
 * compile cache, which takes a second or more, while everything would keep running.
 */
function endNow(signal: NodeJS.Signals, exitCode: ExitCode): void {
  // Runs the exit handlers: the lock, the screen.
  process.emit('exit', exitCode);
  if (process.stdin.isTTY && process.stdin.isRaw) process.stdin.setRawMode(false);
  process.removeAllListeners(signal);
  spawnSync('kill', ['-s', signal.slice('SIG'.length), String(process.pid)]);
  process.exit(exitCode);
}
