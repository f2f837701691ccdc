import { attributor, type ImpactWindow } from '@garbageday/core/slo/attribution.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute } from '../../fakes/attribute.ts';

const budget = { name: 'probe', sli: 'availability', objective: 0.999, events: 1_000_000 } as const;
const nothing = { good: 0, total: 0 };

function at(second: number, good: number, bad: number) {
  return {
    startMs: second * 1_000,
    counts: { good, total: good + bad },
  };
}

function window(experimentId: string, from: number, to: number, baseline = nothing): ImpactWindow {
  return {
    experimentId,
    fromMs: from * 1_000,
    toMs: to * 1_000,
    baseline,
  };
}

function chaosAlone(impacts: readonly ImpactWindow[]) {
  return { impacts, losses: [] };
}

describe('attribute', () => {
  it('blames nobody when there was no experiment', () => {
    expect(attribute([at(0, 9, 1)], chaosAlone([]), budget)).toMatchObject({
      bad: 1,
      byExperiment: [],
      chaos: 0,
      unattributed: 1,
    });
  });

  it('blames an experiment for what failed in its window, and for nothing else', () => {
    const slices = [at(0, 9, 1), at(1, 7, 3), at(2, 8, 2), at(3, 5, 5)];
    expect(attribute(slices, chaosAlone([window('a', 1, 3)]), budget)).toMatchObject({
      bad: 11,
      byExperiment: [{ experimentId: 'a', bad: 5, spent: 5 / 1_000 }],
      chaos: 5,
      unattributed: 6,
    });
  });

  it('does not blame it for what its baseline explains', () => {
    const slices = [at(1, 90, 10)];
    const { byExperiment, unattributed } = attribute(
      slices,
      chaosAlone([window('a', 1, 2, { good: 96, total: 100 })]),
      budget,
    );
    expect(byExperiment).toEqual([{ experimentId: 'a', bad: 6, spent: 6 / 1_000 }]);
    expect(unattributed).toBe(4);
  });

  it('lets overlapping windows share, the odd event going to the first', () => {
    const slices = [at(1, 0, 5), at(2, 0, 4)];
    const { byExperiment } = attribute(slices, chaosAlone([window('a', 0, 2), window('b', 1, 3)]), budget);
    expect(byExperiment.map(({ bad }) => bad)).toEqual([3, 6]);
  });

  it('tells unplanned losses from what nobody can explain; what chaos shares with them is chaos', () => {
    const { add, result } = attributor({
      impacts: [{ fromMs: 1_000, toMs: 2_000 }],
      losses: [{ fromMs: 1_000, toMs: 3_000 }],
    });
    [at(0, 9, 1), at(1, 9, 2), at(2, 9, 4)].forEach(add);
    expect(result([window('a', 1, 2)], budget)).toMatchObject({
      bad: 7,
      chaos: 2,
      unplanned: 4,
      unexplained: 1,
      unattributed: 5,
    });
  });

  it('loses and invents nothing: attributed + unattributed = total, in integers', () => {
    const anyCounts = fc.record({ good: fc.nat(50), bad: fc.nat(50) });
    const anyWindow = fc.record({ from: fc.nat(20), length: fc.nat(20), base: anyCounts });
    fc.assert(
      fc.property(
        fc.array(anyCounts, { maxLength: 30 }),
        fc.array(anyWindow, { maxLength: 6 }),
        (seconds, raw) => {
          const slices = seconds.map(({ good, bad }, index) => at(index, good, bad));
          const windows = raw.map(({ from, length, base }, index) =>
            window(`e${index}`, from, from + length, { good: base.good, total: base.good + base.bad }),
          );
          const { bad, byExperiment, chaos, unattributed } = attribute(slices, chaosAlone(windows), budget);
          expect(bad).toBe(seconds.reduce((sum, second) => sum + second.bad, 0));
          expect(chaos).toBe(byExperiment.reduce((sum, each) => sum + each.bad, 0));
          expect(chaos + unattributed).toBe(bad);
          expect(unattributed).toBeGreaterThanOrEqual(0);
          for (const each of byExperiment) {
            expect(Number.isInteger(each.bad) && each.bad >= 0 && Number.isFinite(each.spent)).toBe(true);
          }
        },
      ),
    );
  });

  it('leaves to unplanned losses what no experiment answers for', () => {
    const windows = [window('a', 1, 2)];
    const { add, result } = attributor({
      impacts: windows,
      losses: [window('loss', 1, 3), window('loss', 2, 4)],
    });
    for (const slice of [at(0, 9, 1), at(1, 9, 2), at(2, 9, 4), at(3, 9, 8), at(4, 9, 16)]) add(slice);
    expect(result(windows, budget)).toMatchObject({
      ...{ slo: 'probe', bad: 31, chaos: 2, unattributed: 29, unplanned: 12, unexplained: 17 },
      spent: { total: 0.031, chaos: 0.002, unplanned: 0.012, unexplained: 0.017 },
    });
  });

  it('gives what the definition gives, slice by slice and window by window', () => {
    const anyWindow = fc.record({ from: fc.nat(20), length: fc.nat(8) });
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { maxLength: 25 }),
        fc.array(anyWindow, { maxLength: 6 }),
        (bads, raw) => {
          const slices = bads.map((bad, index) => at(index, 3, bad));
          const windows = raw.map(({ from, length }, index) => window(`e${index}`, from, from + length));
          const shares = windows.map((own) =>
            slices.reduce((sum, { startMs, counts }) => {
              const sharers = windows.filter(({ fromMs, toMs }) => startMs >= fromMs && startMs < toMs);
              const place = sharers.indexOf(own);
              const bad = counts.total - counts.good;
              const odd = place >= 0 && place < bad % sharers.length ? 1 : 0;
              return place < 0 ? sum : sum + Math.floor(bad / sharers.length) + odd;
            }, 0),
          );
          expect(attribute(slices, chaosAlone(windows), budget).byExperiment.map(({ bad }) => bad)).toEqual(
            shares,
          );
        },
      ),
    );
  });
});
