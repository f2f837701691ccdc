/** Core's fault injector: signals to real processes, recorded in the ledger's file before they are sent. */
import type { Fault } from '@garbageday/core/chaos/fleet.ts';
import type { Clock, FaultHandle, FaultInjector } from '@garbageday/core/ports.ts';
import type { AutoScalingGroup } from './groups/auto-scaling-group.ts';
import type { LedgerFile } from './ledger-file/open-ledger-file.ts';
import { recordedFault } from './recorded-fault.ts';

/** There is no such instance, or it is gone already: nothing was injected. */
export class UnknownTargetError extends Error {
  readonly code = 'unknown-target';

  constructor(instanceId: string) {
    super(`there is no living instance ${instanceId}`);
    this.name = 'UnknownTargetError';
  }
}

export type InjectorOptions = {
  readonly file: LedgerFile;
  readonly groups: readonly AutoScalingGroup[];
  readonly clock: Clock;
  /** A hang undoes itself after so long, unless the same injection is asked for again meanwhile. */
  readonly leaseMs: number;
};

export type LocalFaultInjector = FaultInjector & {
  /** Forgets its leases; for when everything is being killed anyway. */
  readonly close: () => void;
};

/**
 * Injects at most once per experiment, over crashes too: what is recorded is not done again. Throws
 * `UnknownTargetError` when there is nobody to hit.
 */
export function localFaultInjector(options: InjectorOptions): LocalFaultInjector {
  const leases = new Map<string, NodeJS.Timeout>();
  const release = (instanceId: string) => {
    clearTimeout(leases.get(instanceId));
    leases.delete(instanceId);
    for (const group of options.groups) group.resume(instanceId);
  };
  const lease = (instanceId: string) => {
    clearTimeout(leases.get(instanceId));
    leases.set(
      instanceId,
      setTimeout(() => release(instanceId), options.leaseMs),
    );
  };
  return {
    inject: async ({ experimentId, fault, target }) => {
      const earlier = recordedFault(options.file, experimentId);
      if (earlier !== null) {
        if (leases.has(earlier.instanceId)) lease(earlier.instanceId);
        return earlier;
      }
      const group = groupOf(options.groups, target.id);
      const injectedAtMs = options.clock.now();
      const handle: FaultHandle = { experimentId, instanceId: target.id, fault, injectedAtMs };
      record(options.file, handle);
      strike(group, target.id, fault);
      if (fault === 'hang') lease(target.id);
      return handle;
    },
    undo: async ({ instanceId, fault }) => {
      if (fault === 'hang') release(instanceId);
    },
    close: () => {
      for (const timer of leases.values()) clearTimeout(timer);
      leases.clear();
    },
  };
}

function record(file: LedgerFile, handle: FaultHandle): void {
  file.write('INSERT INTO faults VALUES (?, ?)', handle.experimentId, JSON.stringify(handle));
}

function groupOf(groups: readonly AutoScalingGroup[], instanceId: string): AutoScalingGroup {
  const isTarget = ({ id, state }: { readonly id: string; readonly state: string }) =>
    id === instanceId && state !== 'terminated';
  const group = groups.find((each) => each.describe().instances.some(isTarget));
  if (group === undefined) throw new UnknownTargetError(instanceId);
  return group;
}

function strike(group: AutoScalingGroup, instanceId: string, fault: Fault): boolean {
  switch (fault) {
    case 'terminate':
      return group.terminate(instanceId);
    case 'power-cut':
      return group.cutPower(instanceId);
    case 'hang':
      return group.hang(instanceId);
    default:
      return fault satisfies never;
  }
}
