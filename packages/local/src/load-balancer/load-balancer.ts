/** What the supervisor asks of a load balancer process, whichever program it is. */

/** A web instance as the load balancer sees it. */
export type Target = { readonly id: string; readonly port: number };

/** How a load balancer asks a target whether it wants requests. */
export type ReadyCheck = {
  /** From the root: `/readyz`. Printable ASCII without spaces and quotes. */
  readonly path: string;
  /** Which answers to a GET say yes; any other, and silence, says no. */
  readonly accepts: '200' | '2xx' | 'below-500';
};

/** For servers that were written for this: an answer of 200 alone. */
export const usualReadyCheck: ReadyCheck = { path: '/readyz', accepts: '200' };

/** Whether an answer with this status says yes. */
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
