/** Core's ledger in memory. */
import type { Transition } from '@garbageday/core/chaos/experiment.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';

export function memoryLedger(): Ledger {
  const claims = new Map<string, string>();
  const transitions = new Map<string, Transition>();
  const slices = new Map<string, Slice>();
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
        yield* own.toSorted((a, b) => a.seq - b.seq);
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
  };
}
