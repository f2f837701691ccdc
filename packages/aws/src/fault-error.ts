/** Why a fault was not injected. */
import type { Fault } from '@garbageday/core/chaos/fleet.ts';

/** There is no such instance of this stage and group, or it is gone already: nothing was injected, nothing recorded. */
export class UnknownTargetError extends Error {
  readonly code = 'unknown-target';

  constructor(instanceId: string, stage: string) {
    super(`there is no living instance ${instanceId} with the tags of its group and of the stage ${stage}`);
    this.name = 'UnknownTargetError';
  }
}

/** EC2 has no such fault. */
export class UnsupportedFaultError extends Error {
  readonly code = 'unsupported-fault';

  constructor(fault: Fault) {
    super(`the fault ${fault} cannot be injected on AWS; use terminate or power-cut in the configuration`);
    this.name = 'UnsupportedFaultError';
  }
}

/** It was going down when its turn came: somebody or something else ended it, and no experiment may claim that. */
export class AlreadyDeadError extends Error {
  readonly code = 'already-dead';

  constructor(instanceId: string, state: string) {
    super(`${instanceId} was already ${state}; something else ended it`);
    this.name = 'AlreadyDeadError';
  }
}
