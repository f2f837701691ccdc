/** What a person writes about a group of servers. */
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import type { GroupKind } from '@garbageday/core/chaos/fleet.ts';
import type { Duration } from './journey-input.ts';

/**
 * What must hold while a member of the group dies; defaults depend on the kind of group.
 *
 * @example { maxBadProbes: 0, maxP99: '300ms', maxRecover: '2m' }
 */
export type HypothesisInput = {
  /** Probes that may fail or be wrong while the impact lasts. Default: by the kind. */
  readonly maxBadProbes?: number | undefined;
  /** The highest p99 of the probe while the impact lasts. Default: by the kind. */
  readonly maxP99?: Duration | undefined;
  /** How long it may take until the group is whole again, and users are back in the steady state. Default: by the kind. */
  readonly maxRecover?: Duration | undefined;
};

/**
 * Instances that are never hit, each list empty by default.
 *
 * @example { zones: ['eu-central-1a'], tags: ['team=payments'] }
 */
export type ExemptInput = {
  /** Availability zones: 'eu-central-1a'. Default none. */
  readonly zones?: readonly string[] | undefined;
  /** Instance ids. Default none. @example ['i-0123456789abcdef0'] */
  readonly instances?: readonly string[] | undefined;
  /** 'key' (any value) or 'key=value'. Default none. */
  readonly tags?: readonly string[] | undefined;
};

/**
 * One group of interchangeable servers; defaults depend on `kind`.
 *
 * @example { kind: 'web', desiredSize: 4, requiredHealthy: 3, minAge: '10m' }
 */
export type GroupInput = {
  /** What the servers are, on which defaults and the rules for a quorum depend. */
  readonly kind: GroupKind;
  /** What commands, reports and tags call it. Default: the kind. @example 'front' */
  readonly name?: string | undefined;
  /** How many servers there are: n+1. Default 3 (load-balancer 2). */
  readonly desiredSize?: number | undefined;
  /** How many must stay healthy: n, or a share of the group's size, '66%', rounded up. Default one less than `desiredSize` (data: the majority). */
  readonly requiredHealthy?: number | `${number}%` | undefined;
  /** `false`: the group is never hit. Default true. */
  readonly isEnabled?: boolean | undefined;
  /** What is done to a server: docs/faults.md has them all. Default 'terminate' for web, 'power-cut' for the others. */
  readonly fault?: FaultName | undefined;
  /** How long a fault that can be undone lasts, such as a hang. Default '5s'. */
  readonly faultDuration?: Duration | undefined;
  /** Younger instances are spared. Default '0s'. */
  readonly minAge?: Duration | undefined;
  /** What is never hit. Default: only instances tagged garbageday:exempt. */
  readonly exempt?: ExemptInput | undefined;
  readonly hypothesis?: HypothesisInput | undefined;
  /** What differs on EC2. Default `maxRecover`: '6m', or '12m' for a replica set. @example { hypothesis: { maxRecover: '8m' } } */
  readonly aws?: { readonly hypothesis?: HypothesisInput | undefined } | undefined;
  /**
   * On this machine: what starts a copy, word by word, ['node', 'server.js']. `{port}` in a word stands for its port, `{url:NAME}`
   * for the address of the group of that name. Users call the first group that has a command. Default: the platform's own servers.
   *
   * @example ['node', 'server.js']
   */
  readonly command?: readonly string[] | undefined;
  /** Environment variables beside those that Garbage Day has itself, with the same placeholders. Default none. @example { STOCK_API: '{url:stock}/v1' } */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** The environment variable that tells a copy its port. Default 'PORT'. */
  readonly portEnv?: string | undefined;
  /** A path that answers 2xx when a copy wants requests. Default: '/', any status below 500. @example '/readyz' */
  readonly ready?: string | undefined;
  /** Groups that must be ready before this one is started; it is told the address of "api" in API_URL. Default none. @example ['api'] */
  readonly dependsOn?: readonly string[] | undefined;
};
