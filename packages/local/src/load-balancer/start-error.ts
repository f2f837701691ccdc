import { UsageError } from '@garbageday/core/errors.ts';

/** A load balancer that did not start, for a reason that is not the user's fault. */
export class LoadBalancerStartError extends Error {
  readonly code = 'load-balancer-start';

  constructor(name: string, reason: string) {
    super(`The load balancer ${name} did not start: ${reason}`);
    this.name = 'LoadBalancerStartError';
  }
}

/** The port belongs to another program: the one line for the person. */
export function portInUse(port: number): UsageError {
  return new UsageError(
    `port ${port} on 127.0.0.1 is in use by another program; choose another with --port, or 0 for any`,
  );
}
