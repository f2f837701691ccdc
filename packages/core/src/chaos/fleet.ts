/** The types of a fleet: what can be killed, and what a group needs to stay n+1. */

/** What a group is for; the gate asks different things of each. */
export type GroupKind = 'web' | 'data' | 'load-balancer';

/** The EC2 instance life cycle, as far as it matters here. */
export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated';

/** A replica-set member's part; `none` outside data groups and while unknown. */
export type ReplicaRole = 'primary' | 'secondary' | 'syncing' | 'none';

/** One server. `isHealthy`: passes its own checks. `isInService`: the load balancer (or replica set) uses it. */
export type Instance = {
  readonly id: string;
  readonly group: string;
  readonly zone: string;
  /** The stable name that a replacement takes over: `web-a`, `data-b`. */
  readonly slot: string;
  readonly state: InstanceState;
  readonly isHealthy: boolean;
  readonly isInService: boolean;
  readonly role: ReplicaRole;
  /** Why its role is not known, in one clause, where that was asked: `the command printed nothing`. */
  readonly roleProblem?: string | undefined;
  readonly launchedAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
};

/** A set of interchangeable servers and what it needs. `requiredHealthy` is n of n+1. */
export type Group = {
  readonly name: string;
  readonly kind: GroupKind;
  readonly desiredSize: number;
  readonly requiredHealthy: number;
  /** `none`: what is gone stays gone. Not written: something sees to it that there are `desiredSize` again. */
  readonly replacement?: 'none' | undefined;
  /** A deployment, an instance refresh or a change of size is under way. */
  readonly isRollingOut: boolean;
  /** What exactly, where that is known: `the stack shop is UPDATE_IN_PROGRESS`. */
  readonly rollout?: string;
  readonly instances: readonly Instance[];
};
