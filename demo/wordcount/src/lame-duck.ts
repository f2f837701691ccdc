/**
 * An instance that is told to leave first says so (readiness fails) but keeps serving, so that the load balancer can
 * stop using it before anything is refused; in the second half of the drain it also asks each client to hang up.
 */
export type LameDuck = {
  /** From now on readiness fails. */
  readonly begin: () => void;
  readonly isDraining: () => boolean;
  /** True once the load balancer has had time to notice, so that answers may carry `connection: close`. */
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
