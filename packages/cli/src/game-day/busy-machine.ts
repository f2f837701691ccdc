/** Whether something else may have slowed users down. */
import type { Interval } from '@garbageday/core/ports.ts';
import type { OtherLoad } from '@garbageday/local/other-load.ts';
import { formatDecimal } from '@garbageday/render/format.ts';

/** Of all cores. As long as more than a tenth is idle, or others take less than that, no one had to wait for them. */
const share = 0.1;

/** One sentence, or `null` when this machine had enough to give. */
export function busyMachine(load: OtherLoad) {
  return async (interval: Interval): Promise<string | null> => {
    const over = load.over(interval);
    if (over === null) return null;
    const { others, busy, cores } = over;
    if (others < cores * share || busy < cores * (1 - share)) return null;
    return `This machine was busy with something else: hardly anything was left idle, and other programs took ${formatDecimal(others)} of its ${cores} cores.`;
  };
}
