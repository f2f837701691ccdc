import { fullMachine, type Load, watchProcessors } from '@garbageday/cli/game-day/processor-use.ts';
import { describe, expect, it } from 'vitest';

function load(ratePerSecond: number): Load {
  return { ratePerSecond, sent: 1 };
}

describe('a machine that has no room for the run', () => {
  it('fits a terminal of 100 columns, whatever the machine', () => {
    expect(fullMachine({ share: 1, cores: 512 }, load(1_000_000))?.length).toBeLessThanOrEqual(100);
  });

  it('is told of, with a rate to try', () => {
    expect(fullMachine({ share: 0.973, cores: 2 }, load(200))).toBe(
      "This machine's 2 processors were 97% busy, and users felt that too. Try --rate 80.",
    );
  });

  it.each([
    [0.9, 1, /Try --rate 1\.$/],
    [0.899, 200, null],
  ])('at a share of %s and a rate of %s', (share, rate, line) => {
    const said = fullMachine({ share, cores: 2 }, load(rate));
    if (line === null) expect(said).toBeNull();
    else expect(said).toMatch(line);
  });

  it('is not told of where no user sent anything', () => {
    expect(fullMachine({ share: 1, cores: 2 }, { ratePerSecond: 200, sent: 0 })).toBeNull();
  });

  it('is measured as a share of all processors', () => {
    const use = watchProcessors();
    const endMs = performance.now() + 300;
    while (performance.now() < endMs) Math.sqrt(endMs);
    const { share, cores } = use();
    expect(cores).toBeGreaterThan(0);
    // One core at least was ours; hundredths of a second are what the system counts in.
    expect(share).toBeGreaterThan(0.5 / cores);
    expect(share).toBeLessThanOrEqual(1);
  });
});
