import { existsSync } from 'node:fs';
import { busyMachine } from '@garbageday/cli/game-day/experiment-runner.ts';
import { type Load, loadOver, type ProcessorTimes, watchOtherLoad } from '@garbageday/local/other-load.ts';
import { describe, expect, it } from 'vitest';

function sample(atMs: number, busyMs: number, own: Readonly<Record<number, number>>): ProcessorTimes {
  return {
    ...{ atMs, busyMs },
    ownMs: new Map(Object.entries(own).map(([pid, ms]) => [Number(pid), ms])),
  };
}

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
    const load = loadOver(samples, { fromMs, toMs }, 2);
    expect(load?.others).toBeCloseTo(cores, 9);
    expect(load).toMatchObject({ busy: 2, cores: 2 });
  });

  it('is not known of a time that was not watched', () => {
    expect(loadOver([], { fromMs: 0, toMs: 1 }, 2)).toBeNull();
    expect(loadOver(samples.slice(0, 1), { fromMs: 0, toMs: 9 }, 2)).toBeNull();
    expect(watchOtherLoad(() => [], Date.now).over({ fromMs: 0, toMs: Date.now() })).toBeNull();
  });

  it('is counted on this machine too, if it tells', async () => {
    const watched = watchOtherLoad(() => [process.pid], Date.now);
    const fromMs = Date.now();
    while (Date.now() < fromMs + 2_500) await new Promise((resolve) => setImmediate(resolve));
    const load = watched.over({ fromMs, toMs: Date.now() });
    if (!existsSync('/proc/self/stat')) return expect(load).toBeNull();
    // This process alone kept a core busy, if it got one; it is not another's.
    expect(load?.others).toBeGreaterThanOrEqual(0);
    expect(load?.busy).toBeGreaterThan(load?.others ?? Number.NaN);
  });

  it.each([
    ['is said when the machine is full and they take a tenth of it', { others: 0.2, busy: 1.8 }, true],
    ['is nothing to speak of below that', { others: 0.19, busy: 2 }, false],
    ['does not matter while there is room', { others: 1, busy: 1.79 }, false],
  ])('%s', async (_, load, isSaid) => {
    const said = await busyMachine({ over: () => ({ ...load, cores: 2 }) satisfies Load })({
      fromMs: 0,
      toMs: 1,
    });
    const sentence =
      'This machine was busy with something else: hardly anything was left idle, and other programs took 0.2 of its 2 cores.';
    expect(said).toBe(isSaid ? sentence : null);
  });

  it('is not made up where it is not known', async () => {
    expect(await busyMachine({ over: () => null })({ fromMs: 0, toMs: 1 })).toBeNull();
  });
});
