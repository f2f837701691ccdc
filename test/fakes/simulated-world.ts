/**
 * A fleet under a prober in simulated time: a fault takes its target out of service, a replacement comes, and slices of
 * what the users felt reach the ledger. Everything happens when the fake clock jumps.
 */

import { faultNames } from '@garbageday/core/chaos/fault.ts';
import type { Group, Instance } from '@garbageday/core/chaos/fleet.ts';
import type { ChaosEvent, FaultHandle, FaultInjector, FiringAlert } from '@garbageday/core/ports.ts';
import type { JourneyOutcome } from '@garbageday/core/probe/slice-builder.ts';
import { sliceBuilder } from '@garbageday/core/probe/slice-builder.ts';
import { fakeClock } from './fake-clock.ts';
import { freshCounts } from './fresh-counts.ts';
import { memoryLedger } from './memory-ledger.ts';
import { memoryLever } from './memory-lever.ts';

export const worldStartMs = Date.UTC(2026, 10, 23, 9, 0, 0);

export type WorldOptions = {
  readonly groups: readonly Group[];
  /** Milliseconds from the injection; `null`: it never happens. */
  readonly detectMs: number | null;
  readonly replaceMs: number | null;
  /** What a probe finds that was due at this moment; `sinceFaultMs` is null before the first fault. */
  readonly probeAt: (atMs: number, sinceFaultMs: number | null) => Partial<JourneyOutcome>;
  readonly probesPerSecond: number;
};

export function instance(changes: Partial<Instance> = {}): Instance {
  return {
    id: 'i-web-a',
    group: 'web',
    zone: 'a',
    slot: 'web-a',
    state: 'running',
    isHealthy: true,
    isInService: true,
    role: 'none',
    launchedAtMs: worldStartMs - 3_600_000,
    tags: { 'garbageday:group': 'web' },
    ...changes,
  };
}

/** A whole group with one instance in each of the zones a, b, c. */
export function wholeGroup(changes: Partial<Group> = {}): Group {
  const name = changes.name ?? 'web';
  const isData = changes.kind === 'data';
  return {
    name,
    kind: 'web',
    desiredSize: 3,
    requiredHealthy: 2,
    isRollingOut: false,
    instances: ['a', 'b', 'c'].map((zone, index) =>
      instance({
        id: `i-${name}-${zone}`,
        group: name,
        zone,
        slot: `${name}-${zone}`,
        role: isData ? (index === 0 ? 'primary' : 'secondary') : 'none',
        tags: { 'garbageday:group': name },
      }),
    ),
    ...changes,
  };
}

type Injected = { readonly handle: FaultHandle; readonly target: Instance };

export function simulatedWorld(changes: Partial<WorldOptions> = {}) {
  const options: WorldOptions = {
    groups: [wholeGroup(), wholeGroup({ name: 'data', kind: 'data' })],
    detectMs: 300,
    replaceMs: 4_000,
    probeAt: () => ({}),
    probesPerSecond: 10,
    ...changes,
  };
  const clock = fakeClock(worldStartMs);
  const ledger = memoryLedger();
  const lever = memoryLever(clock);
  const injections: Injected[] = [];
  const undone: string[] = [];
  const renewed: { readonly handle: FaultHandle; readonly atMs: number }[] = [];
  const published: ChaosEvent[] = [];
  const alerts: FiringAlert[] = [];
  let probedUntilMs = worldStartMs;

  const probeSecond = (startMs: number) => {
    const identity = {
      service: 'wordcount',
      journey: 'probe',
      vantage: 'local',
      startMs,
      widthSeconds: 1,
      seq: 0,
    };
    const builder = sliceBuilder(identity, 300);
    for (let index = 0; index < options.probesPerSecond; index += 1) {
      const atMs = startMs + (index * 1_000) / options.probesPerSecond;
      const faultAtMs = injections[0]?.handle.injectedAtMs ?? null;
      const sinceFaultMs = faultAtMs === null || atMs < faultAtMs ? null : atMs - faultAtMs;
      const found = options.probeAt(atMs, sinceFaultMs);
      builder.record({ latencyMs: 5, error: null, retried: 0, lagMs: 0.2, steps: [], ...found });
    }
    return ledger.putSlice(builder.build());
  };
  clock.onJump((nowMs) => {
    // A slice reaches the ledger half a second after its end.
    for (; probedUntilMs + 1_500 <= nowMs; probedUntilMs += 1_000) void probeSecond(probedUntilMs);
  });

  const struck = (experimentId: string) =>
    injections.find(({ handle }) => handle.experimentId === experimentId);
  const injector: FaultInjector = {
    supports: new Set(faultNames),
    inject: async ({ experimentId, fault, target, lastLook }) => {
      const known = struck(experimentId);
      if (known !== undefined) return { kind: 'injected', handle: known.handle };
      const permission = await lastLook(target.id);
      if (permission.kind === 'withheld') return permission;
      // Another delivery may have been faster.
      const other = struck(experimentId);
      if (other !== undefined) return { kind: 'injected', handle: other.handle };
      const handle = { experimentId, instanceId: target.id, fault, injectedAtMs: clock.now() };
      injections.push({ handle, target });
      return { kind: 'injected', handle };
    },
    recorded: async (experimentId) => {
      const known = struck(experimentId);
      return known === undefined ? null : { handle: known.handle, isCarriedOut: true };
    },
    renew: async (handle) => {
      renewed.push({ handle, atMs: clock.now() });
    },
    undo: async ({ experimentId }) => {
      undone.push(experimentId);
    },
  };
  const groupNow = (group: Group): Group =>
    injections.reduce((now, hit) => afterFault(now, hit, options, clock.now()), group);
  return {
    clock,
    ledger,
    windowCounts: freshCounts(ledger),
    lever,
    injector,
    fleet: { groups: async () => options.groups.map(groupNow) },
    alerts: { firing: async (): Promise<readonly FiringAlert[]> => alerts },
    events: {
      publish: async (event: ChaosEvent) => {
        published.push(event);
      },
    },
    /** What really happened. */
    injections,
    undone,
    renewed,
    published,
    /** Push to make it burn. */
    burning: alerts,
  };
}

function afterFault(group: Group, { handle, target }: Injected, options: WorldOptions, nowMs: number): Group {
  if (target.group !== group.name) return group;
  const sinceMs = nowMs - handle.injectedAtMs;
  const isDetected = options.detectMs !== null && sinceMs >= options.detectMs;
  const isReplaced = options.replaceMs !== null && sinceMs >= options.replaceMs;
  const others = group.instances.filter(({ id }) => id !== target.id);
  const heirs = others.map((other, index) =>
    target.role === 'primary' && index === 0 ? { ...other, role: 'primary' as const } : other,
  );
  if (isReplaced) {
    const role = target.role === 'primary' ? ('secondary' as const) : target.role;
    const replacement = { ...target, id: `${target.id}-2`, role, launchedAtMs: nowMs };
    return { ...group, instances: [...heirs, replacement] };
  }
  if (!isDetected) return group;
  const gone = { ...target, isHealthy: false, isInService: false, role: 'none' as const };
  return { ...group, instances: [...heirs, gone] };
}
