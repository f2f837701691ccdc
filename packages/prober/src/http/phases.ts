/** Where the time of one request went. */

/** Milliseconds. `null`: the phase did not happen (a reused connection does not connect) or was not reached. */
export type Phases = {
  /** From the intended time until it was sent: the prober's own lateness, not the service's. */
  readonly lagMs: number;
  /** Until a connection was assigned. */
  readonly queueMs: number | null;
  readonly dnsMs: number | null;
  readonly connectMs: number | null;
  readonly tlsMs: number | null;
  /** From the usable connection to the head of the answer. */
  readonly ttfbMs: number | null;
  readonly transferMs: number | null;
  /** From sending to the last byte, or to the failure; without the lag. */
  readonly totalMs: number;
};

/** What happens to a request, in this order; not every request has them all. */
export type Mark = 'socket' | 'lookup' | 'connect' | 'secure' | 'response';

export type Stopwatch = {
  readonly mark: (mark: Mark) => void;
  readonly has: (mark: Mark) => boolean;
  readonly stop: () => Phases;
};

/** Starts now. `intendedMs` and `now` are epoch milliseconds. */
export function stopwatch(intendedMs: number, now: () => number): Stopwatch {
  const startedMs = now();
  const marks = new Map<Mark, number>();
  const since = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? null : to - from;
  return {
    mark: (mark) => marks.set(mark, now()),
    has: (mark) => marks.has(mark),
    stop: () => {
      const endedMs = now();
      const [socket, lookup, connect] = [marks.get('socket'), marks.get('lookup'), marks.get('connect')];
      const [secure, response] = [marks.get('secure'), marks.get('response')];
      return {
        lagMs: startedMs - intendedMs,
        queueMs: since(startedMs, socket),
        dnsMs: since(socket, lookup),
        connectMs: since(lookup ?? socket, connect),
        tlsMs: since(connect, secure),
        ttfbMs: since(secure ?? connect ?? socket, response),
        transferMs: since(response, endedMs),
        totalMs: endedMs - startedMs,
      };
    },
  };
}
