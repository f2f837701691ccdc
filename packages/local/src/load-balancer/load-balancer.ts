/** What the supervisor asks of a load balancer process, whichever program it is. */

/** A web instance as the load balancer sees it. */
export type Target = { readonly id: string; readonly port: number };

/** One running load balancer process. Several share one public port (SO_REUSEPORT). */
export type LoadBalancer = {
  readonly pid: number;
  /** Registers exactly these targets; new ones start out of service until their first good check. */
  readonly setTargets: (targets: readonly Target[]) => Promise<void>;
  /** The ids of the targets that this process sends requests to right now, by its own health checks. */
  readonly inService: () => Promise<ReadonlySet<string>>;
};
