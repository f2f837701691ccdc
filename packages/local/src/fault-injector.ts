/** Core's fault injector: signals to real processes, recorded in the ledger's file before they are sent. */
import { type FaultName, faultNames } from '@garbageday/core/chaos/fault.ts';
import type { Instance } from '@garbageday/core/chaos/fleet.ts';
import { handleCodec } from '@garbageday/core/chaos/kept-records.ts';
import type { Clock, FaultHandle, FaultInjector, FaultRequest, Injection } from '@garbageday/core/ports.ts';
import type { AutoScalingGroup } from './groups/auto-scaling-group.ts';
import type { LedgerFile } from './ledger-file/open-ledger-file.ts';
import { recordedFault } from './recorded-fault.ts';

/** There is no such instance, or it is gone or terminating already: nothing was injected. */
export class UnknownTargetError extends Error {
  readonly code = 'unknown-target';

  constructor(instanceId: string) {
    super(`there is no living instance ${instanceId}`);
    this.name = 'UnknownTargetError';
  }
}

/** The gate normally refuses such a fault earlier. Nothing was injected or recorded. */
export class UnsupportedFaultError extends Error {
  readonly code = 'unsupported-fault';

  constructor(fault: FaultName) {
    super(
      `the fault ${fault} cannot be injected on this platform; it supports: ${[...localFaults].join(', ')}`,
    );
    this.name = 'UnsupportedFaultError';
  }
}

/** `undo`: null if there is nothing to undo. */
type Means = {
  readonly strike: (group: AutoScalingGroup, instanceId: string) => boolean;
  readonly undo: ((group: AutoScalingGroup, instanceId: string) => boolean) | null;
};

/** How a fault is done to a process; `null`: it cannot be. */
function meansOf(fault: FaultName): Means | null {
  switch (fault) {
    case 'terminate':
      return { strike: (group, instanceId) => group.terminate(instanceId), undo: null };
    case 'power-cut':
      return { strike: (group, instanceId) => group.cutPower(instanceId), undo: null };
    case 'hang':
      return {
        strike: (group, instanceId) => group.hang(instanceId),
        undo: (group, instanceId) => group.resume(instanceId),
      };
    default:
      // Reached for a name that only a newer version knows, in a file written by it.
      fault satisfies never;
      return null;
  }
}

export const localFaults: ReadonlySet<FaultName> = new Set(
  faultNames.filter((fault) => meansOf(fault) !== null),
);

export type InjectorOptions = {
  readonly file: LedgerFile;
  readonly groups: readonly AutoScalingGroup[];
  readonly clock: Clock;
  /** A fault that can be undone undoes itself after this long, unless it is renewed meanwhile. */
  readonly leaseMs: number;
};

export type LocalFaultInjector = FaultInjector & {
  /** Forgets its leases; for when everything is being killed anyway. */
  readonly close: () => void;
};

/**
 * Injects at most once per experiment, even across crashes: a recorded fault is done only to the instance that its
 * record names. Throws `UnknownTargetError` if there is nothing to hit.
 */
export function localFaultInjector(options: InjectorOptions): LocalFaultInjector {
  const leases = faultLeases(options);
  return {
    supports: localFaults,
    inject: async (request) => {
      const earlier = recordedFault(options.file, request.experimentId);
      if (earlier === null || !isCarriedOut(options, earlier)) return inject(options, leases, request);
      return { kind: 'injected', handle: earlier };
    },
    recorded: async (experimentId) => {
      const handle = recordedFault(options.file, experimentId);
      return handle === null ? null : { handle, isCarriedOut: isCarriedOut(options, handle) };
    },
    renew: async (handle) => leases.renew(handle),
    undo: async (handle) => leases.release(handle),
    close: leases.close,
  };
}

type Leases = ReturnType<typeof faultLeases>;

/** Between the last look that held and the signal, nothing else runs in this process. */
async function inject(options: InjectorOptions, leases: Leases, request: FaultRequest): Promise<Injection> {
  const { experimentId, fault, target, lastLook } = request;
  if (!localFaults.has(fault)) throw new UnsupportedFaultError(fault);
  const instanceId = recordedFault(options.file, experimentId)?.instanceId ?? target.id;
  groupOf(options.groups, instanceId);
  let handle: FaultHandle | null = null;
  for (let look = 1; look <= maxLooks; look += 1) {
    const permission = await lastLook(instanceId);
    if (permission.kind === 'withheld') return permission;
    const group = groupOf(options.groups, instanceId);
    handle ??= record(options.file, handleOf(request, { instanceId, injectedAtMs: options.clock.now() }));
    // Another delivery of this experiment was faster.
    if (isCarriedOut(options, handle)) return { kind: 'injected', handle };
    // The file may have been busy, or this process frozen.
    if (!permission.isFresh()) continue;
    strike(group, handle);
    leases.begin(handle);
    return { kind: 'injected', handle };
  }
  throw new Error(`${instanceId} was not hit: ${maxLooks} checks in a row were too old`);
}

const maxLooks = 4;

/** Leases by experiment: a fault that can be undone undoes itself at its end, or when it is no longer renewed. */
function faultLeases({ groups, leaseMs, clock }: InjectorOptions) {
  const timers = new Map<string, NodeJS.Timeout>();
  const release = ({ experimentId, instanceId, fault }: FaultHandle): void => {
    clearTimeout(timers.get(experimentId));
    timers.delete(experimentId);
    const undo = meansOf(fault)?.undo ?? null;
    if (undo !== null) for (const group of groups) undo(group, instanceId);
  };
  const begin = (handle: FaultHandle): void => {
    if ((meansOf(handle.fault)?.undo ?? null) === null) return;
    clearTimeout(timers.get(handle.experimentId));
    const { injectedAtMs, durationMs = leaseMs } = handle;
    const restMs = Math.max(0, injectedAtMs + durationMs - clock.now());
    timers.set(
      handle.experimentId,
      setTimeout(() => release(handle), Math.min(leaseMs, restMs)),
    );
  };
  return {
    begin,
    renew: (handle: FaultHandle): void => {
      if (timers.has(handle.experimentId)) begin(handle);
    },
    release,
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

function handleOf(
  { experimentId, fault, durationMs }: FaultRequest,
  hit: Pick<FaultHandle, 'instanceId' | 'injectedAtMs'>,
): FaultHandle {
  return { experimentId, fault, ...hit, ...(durationMs === undefined ? {} : { durationMs }) };
}

/** Returns what is then recorded: this handle, or that of another delivery. */
function record(file: LedgerFile, handle: FaultHandle): FaultHandle {
  const { experimentId } = handle;
  file.write(
    'INSERT INTO faults VALUES (?, ?) ON CONFLICT DO NOTHING',
    experimentId,
    handleCodec.encode(handle),
  );
  return recordedFault(file, experimentId) ?? handle;
}

/** An instance that no group remembers died with its supervisor or more than a minute ago, so it counts as hit. */
function isCarriedOut({ groups }: InjectorOptions, { instanceId }: FaultHandle): boolean {
  return groups.every((group) => group.wasHit(instanceId) !== false);
}

/** Throws for an instance that is gone or terminating: whatever ended it, it was not this fault. */
function groupOf(groups: readonly AutoScalingGroup[], instanceId: string): AutoScalingGroup {
  const isTarget = ({ id, state }: Pick<Instance, 'id' | 'state'>) =>
    id === instanceId && (state === 'pending' || state === 'running');
  const group = groups.find((each) => each.describe().instances.some(isTarget));
  if (group === undefined) throw new UnknownTargetError(instanceId);
  return group;
}

function strike(group: AutoScalingGroup, { instanceId, fault }: FaultHandle): void {
  const means = meansOf(fault);
  if (means === null) throw new UnsupportedFaultError(fault);
  means.strike(group, instanceId);
}
