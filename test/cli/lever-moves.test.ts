/** The safety lever of a run, as it is told to a collector. */

import { leverMoves } from '@garbageday/cli/otlp/lever-moves.ts';
import type { ChaosEvent, LeverPosition } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';

const halted: LeverPosition = { kind: 'halted', reason: 'incident 7', sinceMs: 5 };
const released: LeverPosition = { kind: 'released' };

function told(first: LeverPosition, positions: readonly LeverPosition[]): readonly ChaosEvent[] {
  const events: ChaosEvent[] = [];
  const see = leverMoves(first, { now: () => 9, tell: (event) => void events.push(event) });
  positions.forEach(see);
  return events;
}

describe('moves of the safety lever', () => {
  it('are told once each, with their own times', () => {
    expect(told(released, [released, halted, halted, released, released])).toEqual([
      { kind: 'lever', position: halted, atMs: 5 },
      { kind: 'lever', position: released, atMs: 9 },
    ]);
  });

  it('that an earlier run left are not moves', () => {
    expect(told(halted, [halted])).toEqual([]);
  });
});
