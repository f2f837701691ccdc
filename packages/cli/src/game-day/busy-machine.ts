/** Whether something else may have slowed users down. */
import { availableParallelism } from 'node:os';
import type { Interval } from '@garbageday/core/ports.ts';
import type { OtherLoad } from '@garbageday/local/other-load.ts';
import { formatDecimal } from '@garbageday/render/format.ts';

/** Of all cores; below it, others hardly get in the way. */
const noticeableShare = 0.25;

/** One sentence, or `null` when this machine had enough to give. */
export function busyMachine(load: OtherLoad, cores = availableParallelism()) {
  return async (interval: Interval): Promise<string | null> => {
    const others = load.coresOver(interval);
    if (others === null || others < cores * noticeableShare) return null;
    return `This machine was busy with something else: other programs took ${formatDecimal(others)} of its ${cores} cores.`;
  };
}
