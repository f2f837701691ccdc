/** Core's claims of marks in memory. */
import type { MarkClaims } from '@garbageday/core/ports.ts';

/** `longestTryMs`: who began before that is dead. */
export function memoryMarkClaims(longestTryMs = 60_000): MarkClaims {
  const items = new Map<string, { readonly progress: 'trying' | 'over' | 'free'; readonly atMs: number }>();
  return {
    claim: async (mark, nowMs) => {
      const item = items.get(mark);
      if (item?.progress === 'over') return 'over';
      if (item?.progress === 'trying' && item.atMs > nowMs - longestTryMs) return 'busy';
      items.set(mark, { progress: 'trying', atMs: nowMs });
      return item?.progress === 'trying' ? 'again' : 'first';
    },
    settle: async (mark, end, nowMs) => {
      if (items.get(mark)?.progress === 'trying') items.set(mark, { progress: end, atMs: nowMs });
    },
  };
}
