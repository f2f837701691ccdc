/** Looks from time to time how much memory each copy of a person's server takes. */
import type { MemorySample } from '@garbageday/core/report/memory-growth.ts';
import type { Copy } from '../groups/start-by-command.ts';
import { residentBytesOfTree } from '../memory.ts';

/** Since the copy came into service. */
export type CopyMemory = Pick<Copy, 'group' | 'slot'> & { readonly samples: readonly MemorySample[] };

export type MemoryWatch = {
  /** Of all copies that there have been. */
  readonly seen: () => readonly CopyMemory[];
  readonly stop: () => void;
};

const usualEveryMs = 1_000;

/** `copies`: those that are in service at the time. */
export function watchMemory(copies: () => readonly Copy[], everyMs = usualEveryMs): MemoryWatch {
  const seen = new Map<string, Pick<Copy, 'group' | 'slot'> & { readonly samples: MemorySample[] }>();
  const timer = setInterval(() => {
    for (const { id, group, slot, pid } of copies()) {
      const bytes = residentBytesOfTree(pid);
      if (bytes === null) continue;
      const copy = seen.get(id) ?? { group, slot, samples: [] };
      copy.samples.push({ atMs: performance.now(), bytes });
      seen.set(id, copy);
    }
  }, everyMs);
  return { seen: () => [...seen.values()], stop: () => clearInterval(timer) };
}
