/** Core's ledger in memory. */
import type { Transition } from '@garbageday/core/chaos/experiment.ts';
import type { Loss } from '@garbageday/core/chaos/loss.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';

export function memoryLedger(): Ledger {
  const claims = new Map<string, string>();
  const transitions = new Map<string, Transition>();
  const slices = new Map<string, Slice>();
  const losses = new Map<string, Loss>();
  const whole = new Map<string, number>();
  let watchedSinceMs: number | null = null;
  const putOnce = <T>(into: Map<string, T>, key: readonly unknown[], value: T) => {
    const name = JSON.stringify(key);
    if (!into.has(name)) into.set(name, structuredClone(value));
  };
  return {
    claim: async (key, experimentId) => {
      const by = claims.get(key) ?? experimentId;
      claims.set(key, by);
      return by === experimentId ? { kind: 'taken' } : { kind: 'already-claimed', by };
    },
    recordTransition: async (transition) =>
      putOnce(transitions, [transition.experimentId, transition.seq], transition),
    transitions: async function* ({ fromMs, toMs }) {
      const all = [...transitions.values()];
      const began = all.filter(({ seq, atMs }) => seq === 0 && atMs >= fromMs && atMs < toMs);
      for (const { experimentId } of began.toSorted((a, b) => a.atMs - b.atMs)) {
        const own = all.filter((transition) => transition.experimentId === experimentId);
        for (const transition of own.toSorted((a, b) => a.seq - b.seq)) yield transition;
      }
    },
    putSlice: async (slice) =>
      putOnce(slices, [slice.service, slice.journey, slice.vantage, slice.startMs, slice.seq], slice),
    slices: async function* ({ service, journey, fromMs, toMs, pageSize }) {
      const found = [...slices.values()]
        .filter((slice) => slice.service === service && slice.journey === journey)
        .filter((slice) => slice.startMs >= fromMs && slice.startMs < toMs)
        .toSorted((a, b) => a.startMs - b.startMs || a.seq - b.seq);
      for (let from = 0; from < found.length; from += pageSize) yield found.slice(from, from + pageSize);
    },
    watchLosses: async (sinceMs) => {
      watchedSinceMs ??= sinceMs;
    },
    recordLoss: async (loss) => putOnce(losses, [loss.instanceId, loss.atMs], loss),
    recordWhole: async (loss, atMs) => putOnce(whole, [loss.instanceId, loss.atMs], atMs),
    losses: async ({ fromMs, toMs }) => {
      if (watchedSinceMs === null) return null;
      const found = [...losses.values()]
        .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
        .toSorted((a, b) => a.atMs - b.atMs || (a.instanceId < b.instanceId ? -1 : 1))
        .map((loss) => ({
          ...loss,
          wholeAtMs: whole.get(JSON.stringify([loss.instanceId, loss.atMs])) ?? null,
        }));
      return { sinceMs: watchedSinceMs, losses: found };
    },
  };
}
