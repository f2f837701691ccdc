/** Whether this instance should be sent requests. */
export type Readiness = {
  readonly isReady: () => boolean;
  readonly stop: () => void;
};

type ReadinessOptions = {
  /** Rejects, or never settles, while the database does not answer. */
  readonly ping: () => Promise<void>;
  readonly intervalMs: number;
  /** So long one good ping vouches for; longer than a failover, so that readiness does not flap with it. */
  readonly toleranceMs: number;
};

/** Pings at a fixed pace, never waiting for a hung one; ready while the last good ping is young enough. */
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
        () => undefined, // a failed ping is the absence of a good one, which is what is measured
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
