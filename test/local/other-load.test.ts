import { busyMachine } from '@garbageday/cli/game-day/busy-machine.ts';
import { otherCores, type ProcessorTimes, watchOtherLoad } from '@garbageday/local/other-load.ts';
import { describe, expect, it } from 'vitest';

const sample = (atMs: number, busyMs: number, own: Readonly<Record<number, number>>): ProcessorTimes => ({
  ...{ atMs, busyMs },
  ownMs: new Map(Object.entries(own).map(([pid, ms]) => [Number(pid), ms])),
});

/** Of two cores both are busy; ours takes half of one, then a whole one, and a second process is born. */
const samples = [
  sample(1_000, 10_000, { 7: 100 }),
  sample(2_000, 12_000, { 7: 600 }),
  sample(3_000, 14_000, { 7: 1_600 }),
  sample(4_000, 16_000, { 7: 2_100, 8: 500 }),
];

describe('what other programs take', () => {
  it.each([
    ['the first second', 1_000, 2_000, 1.5],
    ['the second', 2_000, 3_000, 1],
    ['all of it', 1_000, 4_000, (1_500 + 1_000 + 1_000) / 3_000],
    ['what lies between two samples, by the samples around it', 2_200, 2_800, 1],
    ['more than was watched, by what was', 0, 9_000, 3_500 / 3_000],
  ])('is what is left of the machine over %s', (_, fromMs, toMs, cores) => {
    expect(otherCores(samples, { fromMs, toMs })).toBeCloseTo(cores, 9);
  });

  it('is not known of a time that was not watched', () => {
    expect(otherCores([], { fromMs: 0, toMs: 1 })).toBeNull();
    expect(otherCores(samples.slice(0, 1), { fromMs: 0, toMs: 9 })).toBeNull();
    expect(watchOtherLoad(() => [], Date.now).coresOver({ fromMs: 0, toMs: Date.now() })).toBeNull();
  });

  it('is said from a quarter of the machine on', async () => {
    const said = (others: number | null) =>
      busyMachine({ coresOver: () => others }, 2)({ fromMs: 0, toMs: 1 });
    expect(await said(1.236)).toBe(
      'This machine was busy with something else: other programs took 1.24 of its 2 cores.',
    );
    expect([await said(0.49), await said(null)]).toEqual([null, null]);
  });
});
