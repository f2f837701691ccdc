/** Core's safety lever in memory. */
import type { Clock, LeverPosition, SafetyLever } from '@garbageday/core/ports.ts';

export function memoryLever(clock: Pick<Clock, 'now'>): SafetyLever {
  let position: LeverPosition = { kind: 'released' };
  return {
    position: async () => position,
    halt: async (reason) => {
      position = { kind: 'halted', reason, sinceMs: clock.now() };
    },
    resume: async () => {
      position = { kind: 'released' };
    },
  };
}
