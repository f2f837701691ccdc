/** Moves of the safety lever, by any key, page or other terminal: seen where its position is drawn, and told once each. */
import type { ChaosEvent, LeverPosition } from '@garbageday/core/ports.ts';

export function leverMoves(
  first: LeverPosition,
  { now, tell }: { readonly now: () => number; readonly tell: (event: ChaosEvent) => void },
): (position: LeverPosition) => void {
  let last = first;
  return (position) => {
    if (position.kind === last.kind) return;
    last = position;
    tell({ kind: 'lever', position, atMs: position.kind === 'halted' ? position.sinceMs : now() });
  };
}
