import { quorumWatch } from '@garbageday/demo/quorum-watch.ts';
import { describe, expect, it } from 'vitest';

function watched(size: number) {
  const state = { nowMs: 0, hasPrimary: true };
  const told: unknown[] = [];
  const watch = quorumWatch({
    size,
    hasPrimary: () => state.hasPrimary,
    now: () => state.nowMs,
    onLost: (left) => void told.push(left),
  });
  const pass = (ms: number) => {
    state.nowMs += ms;
    watch.look();
  };
  const up = () => {
    for (let index = 0; index < size; index += 1) watch.gained(`i-${index}`);
    watch.look();
  };
  return { watch, state, told, pass, up };
}

describe('the quorum of a replica set', () => {
  it.each([
    [3, 2, { voters: 1, needed: 2 }],
    [3, 3, { voters: 0, needed: 2 }],
    [5, 3, { voters: 2, needed: 3 }],
    [1, 1, { voters: 0, needed: 1 }],
  ])('of %d is lost for good when %d die at once, said once, within seconds', (size, deaths, left) => {
    const { watch, state, told, pass, up } = watched(size);
    up();
    for (let index = 0; index < deaths; index += 1) watch.lost(`i-${index}`);
    state.hasPrimary = false;
    pass(100);
    expect(told).toEqual([]);
    pass(2_000);
    pass(2_000);
    expect(told).toEqual([left]);
  });

  it('is not lost while a majority has the data, however long an election takes', () => {
    const { watch, state, told, pass, up } = watched(3);
    up();
    watch.lost('i-0');
    state.hasPrimary = false;
    pass(60_000);
    pass(60_000);
    expect(told).toEqual([]);
  });

  it('is not lost when one after the other dies, and each replacement has caught up', () => {
    const { watch, state, told, pass, up } = watched(3);
    up();
    for (let index = 0; index < 3; index += 1) {
      watch.lost(`i-${index}`);
      pass(5_000);
      watch.gained(`i-${index}-new`);
      pass(5_000);
    }
    state.hasPrimary = false;
    pass(60_000);
    expect(told).toEqual([]);
  });

  it('is not lost when a primary proves that somebody votes who was not seen to', () => {
    const { watch, state, told, pass, up } = watched(3);
    up();
    watch.lost('i-0');
    watch.lost('i-1');
    state.hasPrimary = false;
    pass(1_000);
    state.hasPrimary = true;
    pass(2_000);
    state.hasPrimary = false;
    pass(1_000);
    expect(told).toEqual([]);
  });

  it('is not lost before there ever was one', () => {
    const { state, told, pass } = watched(3);
    state.hasPrimary = false;
    pass(60_000);
    pass(60_000);
    expect(told).toEqual([]);
  });
});
