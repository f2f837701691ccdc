/** Time for a measuring process: epoch milliseconds with the resolution and steadiness of a monotonic clock. */

/** What a schedule needs to know about time; tests use a fake. */
export type Timer = {
  /** Epoch milliseconds with a fraction; never steps back. */
  readonly now: () => number;
  /** Calls back once, about `ms` from now; returns how to cancel it. */
  readonly after: (ms: number, callback: () => void) => () => void;
};

/**
 * The machine's monotonic clock, anchored: `Date` steps by 1 ms and jumps when it is set. `anchorMs`: the epoch
 * milliseconds at which it was 0, to share another process's time; by default taken from the wall clock now.
 */
export function systemTimer(anchorMs: number = Date.now() - monotonicMs()): Timer {
  return { now: () => anchorMs + monotonicMs(), after: callAfterInput };
}

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * Timers run before input in the event loop. The hop through `setImmediate` lets input in first: after a pause of our
 * own, an answer that is already there is read before its timeout fires, and a closed connection is noticed before it
 * is used.
 */
function callAfterInput(ms: number, callback: () => void): () => void {
  let isCancelled = false;
  const call = () => {
    if (!isCancelled) callback();
  };
  const timeout = setTimeout(() => setImmediate(call), Math.max(0, Math.round(ms)));
  return () => {
    isCancelled = true;
    clearTimeout(timeout);
  };
}
