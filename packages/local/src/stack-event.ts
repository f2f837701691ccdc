/** What happens to the stack, as it happens: for the event log of the live view and for tests. */
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';

/** Which instance; the slot outlives it, the id does not. */
export type InstanceLabel = {
  readonly id: string;
  readonly group: string;
  readonly slot: string;
  readonly zone: string;
};

/** Durations in milliseconds. `how` is a phrase such as `killed by SIGKILL`. */
export type StackIncident =
  | { readonly kind: 'launched'; readonly instance: InstanceLabel; readonly replaces: string | null }
  /** Its port is open. `afterMs`: since its launch. */
  | { readonly kind: 'serving'; readonly instance: InstanceLabel; readonly afterMs: number }
  /** The load balancer, or the replica set, uses it. `afterMs`: since its launch. */
  | { readonly kind: 'in-service'; readonly instance: InstanceLabel; readonly afterMs: number }
  | { readonly kind: 'out-of-service'; readonly instance: InstanceLabel }
  | { readonly kind: 'terminating'; readonly instance: InstanceLabel; readonly why: TerminationCause }
  /** This long after it was told to leave, it still tells the load balancers that it wants requests. */
  | { readonly kind: 'still-ready'; readonly instance: InstanceLabel; readonly afterMs: number }
  /** Requests sent directly to it just before it was told to leave, and in flight then: answered completely, or cut. */
  | {
      readonly kind: 'parted';
      readonly instance: InstanceLabel;
      readonly answered: number;
      readonly cut: number;
    }
  /** `sinceMs`: since when it did not serve properly, in epoch milliseconds. */
  | {
      readonly kind: 'died';
      readonly instance: InstanceLabel;
      readonly how: string;
      readonly cause: DeathCause;
      readonly sinceMs: number;
    }
  | { readonly kind: 'hung'; readonly instance: InstanceLabel }
  | { readonly kind: 'resumed'; readonly instance: InstanceLabel }
  /** The group is back at its desired size, all in service. `afterMs`: how long it was not. */
  | { readonly kind: 'whole'; readonly group: string; readonly afterMs: number }
  | { readonly kind: 'primary-lost'; readonly slot: string }
  /** `afterMs`: how long there was none; null for the first. */
  | { readonly kind: 'primary-elected'; readonly slot: string; readonly afterMs: number | null }
  /** `voters` members with the data may still vote, but `needed` are required: there will never be a primary again. */
  | { readonly kind: 'data-lost'; readonly voters: number; readonly needed: number }
  | {
      readonly kind: 'prober-died';
      readonly journey: string;
      readonly role: JourneyRole;
      readonly how: string;
    }
  | { readonly kind: 'ready'; readonly url: string; readonly readyMs: number };

export type TerminationCause = 'fault' | 'unhealthy' | 'smaller-group';

/** `crash`: it was not told to leave. `failed-start`: it was never healthy, so nothing was lost with it. */
export type DeathCause = TerminationCause | 'crash' | 'failed-start';

/** An incident with the epoch milliseconds at which it was noticed. */
export type StackEvent = StackIncident & { readonly atMs: number };
