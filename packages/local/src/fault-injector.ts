/** Core's fault injector: signals to real processes, recorded in the ledger's file before they are sent. */

import type { Instance } from '@garbageday/core/chaos/fleet.ts';
import { handleCodec } from '@garbageday/core/chaos/kept-records.ts';
import type { Clock, FaultHandle, FaultInjector, FaultRequest, Injection } from '@garbageday/core/ports.ts';
import type { AutoScalingGroup } from './groups/auto-scaling-group.ts';
import type { LedgerFile } from './ledger-file/open-ledger-file.ts';
import { recordedFault } from './recorded-fault.ts';

/** There is no such instance, or it is gone or going already: nothing was injected. */
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
 * Injects at most once per experiment, over crashes too: a fault that was recorded is done to nobody but the instance that
 * its record names. Throws `UnknownTargetError` when there is nobody to hit.
 */
export function localFaultInjector(options: InjectorOptions): LocalFaultInjector {
  const leases = hangLeases(options);
  return {
    inject: async (request) => {
      const earlier = recordedFault(options.file, request.experimentId);
      if (earlier === null || !isCarriedOut(options, earlier)) return inject(options, leases, request);
      leases.renew(earlier.instanceId);
      return { kind: 'injected', handle: earlier };
    },
    recorded: async (experimentId) => {
      const handle = recordedFault(options.file, experimentId);
      return handle === null ? null : { handle, isCarriedOut: isCarriedOut(options, handle) };
    },
    undo: async ({ instanceId, fault }) => {
      if (fault === 'hang') leases.release(instanceId);
    },
    close: leases.close,
  };
}

type Leases = ReturnType<typeof hangLeases>;

/** From the last look that held to the signal nothing else in this process gets its turn. */
async function inject(options: InjectorOptions, leases: Leases, request: FaultRequest): Promise<Injection> {
  const { experimentId, fault, target, lastLook } = request;
  const instanceId = recordedFault(options.file, experimentId)?.instanceId ?? target.id;
  groupOf(options.groups, instanceId);
  let handle: FaultHandle | null = null;
  for (let look = 1; look <= maxLooks; look += 1) {
    const permission = await lastLook(instanceId);
    if (permission.kind === 'withheld') return permission;
    const group = groupOf(options.groups, instanceId);
    handle ??= record(options.file, { experimentId, instanceId, fault, injectedAtMs: options.clock.now() });
    // Another delivery of this experiment was faster.
    if (isCarriedOut(options, handle)) return { kind: 'injected', handle };
    // The file may have been busy, or this process frozen.
    if (!permission.isFresh()) continue;
    strike(group, handle);
    if (fault === 'hang') leases.begin(instanceId);
    return { kind: 'injected', handle };
  }
  throw new Error(`${instanceId} was not hit: ${maxLooks} checks in a row were too old`);
}

const maxLooks = 4;

/** A hang that nobody renews undoes itself. */
function hangLeases({ groups, leaseMs }: InjectorOptions) {
  const timers = new Map<string, NodeJS.Timeout>();
  const release = (instanceId: string) => {
    clearTimeout(timers.get(instanceId));
    timers.delete(instanceId);
    for (const group of groups) group.resume(instanceId);
  };
  const begin = (instanceId: string) => {
    clearTimeout(timers.get(instanceId));
    timers.set(
      instanceId,
      setTimeout(() => release(instanceId), leaseMs),
    );
  };
  return {
    begin,
    renew: (instanceId: string) => {
      if (timers.has(instanceId)) begin(instanceId);
    },
    release,
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** Returns what is recorded then: this handle, or that of another delivery. */
function record(file: LedgerFile, handle: FaultHandle): FaultHandle {
  const { experimentId } = handle;
  file.write(
    'INSERT INTO faults VALUES (?, ?) ON CONFLICT DO NOTHING',
    experimentId,
    handleCodec.encode(handle),
  );
  return recordedFault(file, experimentId) ?? handle;
}

/** An instance that no group remembers has gone with its supervisor, or is a minute dead: it was hit in the same breath. */
function isCarriedOut({ groups }: InjectorOptions, { instanceId }: FaultHandle): boolean {
  return groups.every((group) => group.wasHit(instanceId) !== false);
}

/** Throws for one that is gone, or on its way: whatever ends it then, it is not this fault. */
function groupOf(groups: readonly AutoScalingGroup[], instanceId: string): AutoScalingGroup {
  const isTarget = ({ id, state }: Pick<Instance, 'id' | 'state'>) =>
    id === instanceId && (state === 'pending' || state === 'running');
  const group = groups.find((each) => each.describe().instances.some(isTarget));
  if (group === undefined) throw new UnknownTargetError(instanceId);
  return group;
}

function strike(group: AutoScalingGroup, { instanceId, fault }: FaultHandle): boolean {
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
