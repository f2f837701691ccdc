/** Whether this instance should be sent requests. */
export type Readiness = {
  readonly isReady: () => boolean;
  readonly stop: () => void;
};

type ReadinessOptions = {
  /** Rejects, or never settles, while the database does not answer. */
  readonly ping: () => Promise<void>;
  readonly intervalMs: number;
  /** How long one good ping counts; longer than a failover, so that readiness does not flap during one. */
  readonly toleranceMs: number;
};

/** Pings at a fixed pace, never waiting for a hung one; ready while the last good ping is recent enough. */
export function watchReadiness({ ping, intervalMs, toleranceMs }: ReadinessOptions): Readiness {
  let lastGoodMs = Number.NEGATIVE_INFINITY;
  let inFlight = 0;
  const check = (): void => {
    // A hung database must not pile up pings: each holds a connection of the pool.
    if (inFlight >= 2) return;
    inFlight += 1;
    const sentMs = performance.now();
    ping()
      .then(
        () => {
          lastGoodMs = Math.max(lastGoodMs, sentMs);
        },
        () => undefined, // a failed ping only means that there was no good one, and good ones are what counts
      )
      .finally(() => {
        inFlight -= 1;
      });
  };
  const timer = setInterval(check, intervalMs);
  check();
  return {
    isReady: () => performance.now() - lastGoodMs <= toleranceMs,
    stop: () => clearInterval(timer),
  };
}
