/** A third platform, with nothing but the members of `Platform`: what commands do with it they do with any. */
import { askedPlan } from '@garbageday/cli/platform/asked-plan.ts';
import type { Followed, LastMove, Platform } from '@garbageday/cli/platform/platform.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { ChaosEvent, Ledger, LeverPosition } from '@garbageday/core/ports.ts';
import { memoryLedger } from './memory-ledger.ts';

export type MemoryPlatform = Platform & {
  readonly records: Ledger;
  /** What was published. */
  readonly published: readonly ChaosEvent[];
  readonly isClosed: () => boolean;
};

/** `followed`: how each experiment goes on; by default no one waits for it. */
export function memoryPlatform(
  configuration: Configuration,
  followed: Followed = { kind: 'left' },
): MemoryPlatform {
  const records = memoryLedger();
  const published: ChaosEvent[] = [];
  let move: LastMove & { readonly movedAtMs: number } = { position: { kind: 'released' }, movedAtMs: 0 };
  let isClosed = false;
  const put = (position: LeverPosition) => {
    if (position.kind !== move.position.kind) move = { position, movedAtMs: move.movedAtMs + 1 };
  };
  return {
    ...{ records, published, isClosed: () => isClosed },
    name: 'memory',
    options: '--platform memory --stage shelf',
    title: 'the shelf',
    about: async () => ({ label: 'shelf', isRunning: true, url: null, names: { shelf: 'upper' } }),
    configuration: async () => configuration,
    setup: async () => ({
      ...{ configuration, supportedFaults: new Set(['terminate'] as const), notEvaluated: [] },
      platform: { name: 'local', lb: 'none', data: 'none' },
    }),
    targets: async () => configuration.groups,
    draws: { seed: 'shelf', asOf: (_schedule, nowMs) => nowMs },
    ledger: async () => ({ kind: 'there', ledger: records }),
    fleet: { groups: async () => [] },
    lever: {
      position: async () => move.position,
      halt: async (reason) => put({ kind: 'halted', reason, sinceMs: move.movedAtMs + 1 }),
      resume: async () => put({ kind: 'released' }),
      lastMove: async () => move,
    },
    alerts: { firing: async () => [] },
    events: {
      publish: async (event) => {
        published.push(event);
      },
    },
    adoption: null,
    supervision: () => ({ kind: 'not-needed' }),
    start: async (kill) => {
      const { id } = askedPlan(kill, configuration, 0);
      return { experimentId: id, announcement: null, follow: async () => followed };
    },
    explain: async (error) => error,
    close: () => {
      isClosed = true;
    },
  };
}
