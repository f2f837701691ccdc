/** What the supervisor needs from a load balancer process, whichever program it is. */
import type { ServerConfiguration } from '@garbageday/core/configuration.ts';

/** A web instance as the load balancer sees it. */
export type Target = { readonly id: string; readonly port: number };

/** How a load balancer asks a target whether it wants requests. */
export type ReadyCheck = {
  /** From the root: `/readyz`. Printable ASCII without spaces and quotes. */
  readonly path: string;
  /** Which answers to a GET mean yes; any other answer, and silence, means no. */
  readonly accepts: '200' | '2xx' | 'below-500';
};

/** For servers written for this: only 200 means yes. */
export const usualReadyCheck: ReadyCheck = { path: '/readyz', accepts: '200' };

/** How the load balancers ask the copies of this server. */
export function readyCheckOf({ readyPath }: Pick<ServerConfiguration, 'readyPath'>): ReadyCheck {
  return readyPath === null ? { path: '/', accepts: 'below-500' } : { path: readyPath, accepts: '2xx' };
}

/** Whether an answer with this status means yes. */
export function saysReady({ accepts }: ReadyCheck, status: number): boolean {
  switch (accepts) {
    case '200':
      return status === 200;
    case '2xx':
      return status >= 200 && status < 300;
    case 'below-500':
      return status < 500;
    default:
      return accepts satisfies never;
  }
}

/** One running load balancer process. Several share one public port (SO_REUSEPORT). */
export type LoadBalancer = {
  readonly pid: number;
  /** Registers exactly these targets; new ones start out of service until their first good check. */
  readonly setTargets: (targets: readonly Target[]) => Promise<void>;
  /** The ids of the targets that this process sends requests to right now, by its own health checks. */
  readonly inService: () => Promise<ReadonlySet<string>>;
};
