/** How EC2 carries out each fault, and why one was not injected. */
import { type FaultName, faultNames } from '@garbageday/core/chaos/fault.ts';

/**
 * The arguments for `TerminateInstances`; `null`: EC2 cannot inject it, and the gate refuses it. `terminate` shuts the
 * operating system down first, so that a server can finish its requests; `power-cut` does not (EC2 API Reference,
 * TerminateInstances, SkipOsShutdown).
 */
export function terminationBy(fault: FaultName): { readonly SkipOsShutdown?: true } | null {
  switch (fault) {
    case 'terminate':
      return {};
    case 'power-cut':
      return { SkipOsShutdown: true };
    // An experiment may not run commands on a server.
    case 'hang':
      return null;
    default:
      // A name that only a newer version knows, in an event from that version, must not end a server.
      fault satisfies never;
      return null;
  }
}

export const ec2Faults: ReadonlySet<FaultName> = new Set(
  faultNames.filter((fault) => terminationBy(fault) !== null),
);

/** The gate normally refuses such a fault earlier. Nothing was injected or recorded. */
export class UnsupportedFaultError extends Error {
  readonly code = 'unsupported-fault';

  constructor(fault: FaultName) {
    super(`the fault ${fault} cannot be injected on AWS; it supports: ${[...ec2Faults].join(', ')}`);
    this.name = 'UnsupportedFaultError';
  }
}

/** There is no such instance in this stage and group, or it is gone already. Nothing was injected or recorded. */
export class UnknownTargetError extends Error {
  readonly code = 'unknown-target';

  constructor(instanceId: string, stage: string) {
    super(`there is no living instance ${instanceId} with the tags of its group and of the stage ${stage}`);
    this.name = 'UnknownTargetError';
  }
}

/** It was already shutting down when its turn came: something else ended it, and no experiment may claim that. */
export class AlreadyDeadError extends Error {
  readonly code = 'already-dead';

  constructor(instanceId: string, state: string) {
    super(`${instanceId} was already ${state}; something else ended it`);
    this.name = 'AlreadyDeadError';
  }
}
