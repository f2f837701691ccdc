/**
 * An instance that is told to go first says so (readiness fails) and still serves, so that the load balancer can look
 * away before anything is refused; in the second half of the drain it also asks each client to hang up.
 */
export type LameDuck = {
  /** From now on readiness fails. */
  readonly begin: () => void;
  readonly isDraining: () => boolean;
  /** True once the load balancer had time to see it, so that answers may carry `connection: close`. */
  readonly shouldHangUp: () => boolean;
};

/** `drainMs`: the whole drain, milliseconds. */
export function lameDuck(drainMs: number): LameDuck {
  let begunMs = Number.POSITIVE_INFINITY;
  return {
    begin: () => {
      begunMs = Math.min(begunMs, performance.now());
    },
    isDraining: () => begunMs !== Number.POSITIVE_INFINITY,
    shouldHangUp: () => performance.now() - begunMs >= drainMs / 2,
  };
}
