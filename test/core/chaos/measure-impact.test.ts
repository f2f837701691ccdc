import { type Measurement, measureImpact } from '@garbageday/core/chaos/measure-impact.ts';
import { alignOutwards, sliceRules } from '@garbageday/core/probe/read-slices.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { type JourneyOutcome, sliceBuilder } from '@garbageday/core/probe/slice-builder.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hypothesis } from '../../fakes/experiment.ts';

/** One slice of ten probes at a second, with what went wrong. */
function second(
  at: number,
  changes: Partial<JourneyOutcome>[] = [],
  sliceChanges: Partial<Slice> = {},
): Slice {
  const identity = {
    service: 's',
    journey: 'probe',
    vantage: 'v',
    startMs: at * 1_000,
    widthSeconds: 1,
    seq: 0,
  };
  const builder = sliceBuilder(identity, 300);
  for (let index = 0; index < 10; index += 1) {
    builder.record({ latencyMs: 5, error: null, retried: 0, lagMs: 0, steps: [], ...changes[index] });
  }
  return { ...builder.build(), ...sliceChanges };
}

const bad = { error: 'reset' as const };

/** Baseline 0–10 s, injection at 10.3 s, window to 20 s. */
function measured(slices: readonly Slice[], changes: Partial<Measurement> = {}) {
  return measureImpact({
    observed: { injectedAtMs: 10_300, detectedAtMs: 10_600, replacedAtMs: 14_300 },
    impact: alignOutwards({ fromMs: 10_300, toMs: 19_800 }, 1_000),
    baseline: { fromMs: 0, toMs: 10_000 },
    disturbed: [],
    slices,
    rules: sliceRules(10, 1, 50),
    hypothesis,
    budget: { sli: 'availability', objective: 0.999, eventsPerWindow: 2_592_000 },
    ...changes,
  });
}

const quiet = Array.from({ length: 20 }, (_, at) => second(at));
function withSlices(...changed: readonly Slice[]) {
  return quiet.map((slice) => changed.find(({ startMs }) => startMs === slice.startMs) ?? slice);
}

describe('measureImpact', () => {
  it('calls no group replaced in which nothing is', () => {
    const impact = measured(quiet, { replacement: 'none' });
    expect(impact).toMatchObject({ replaceMs: null, carryOnMs: 4_000 });
    expect(measured(quiet)).not.toHaveProperty('carryOnMs');
  });

  it('measures a kill that nobody felt', () => {
    expect(measured(quiet)).toMatchObject({
      fromMs: 10_000,
      toMs: 20_000,
      probes: { sent: 100, bad: 0 },
      errors: [],
      longestBadRun: 0,
      detectMs: 300,
      replaceMs: 4_000,
      recoverMs: 0,
      budgetSpent: 0,
      excess: { availability: 0, latency: 0 },
      coverage: 1,
    });
  });

  it('counts what failed, the longest run of it across slices, and what it cost', () => {
    const slices = withSlices(
      second(10, [...Array(7).fill({}), bad, bad, bad]),
      second(11, [bad, bad, {}, { error: 'timeout' }]),
    );
    expect(measured(slices)).toMatchObject({
      probes: { sent: 100, bad: 6 },
      errors: [
        ['reset', 5],
        ['timeout', 1],
      ],
      longestBadRun: 5,
      recoverMs: 12_000 - 10_300,
      // 6 of the 2,592 failures that the budget is.
      budgetSpent: 6 / 2_592,
    });
  });

  it('costs what domain.md says: 30 failed probes at one a second are 1.157% of 30 days at 99.9%', () => {
    const slices = withSlices(...[10, 11, 12].map((at) => second(at, Array(10).fill(bad))));
    expect(measured(slices).budgetSpent).toBeCloseTo(0.01157, 5);
  });

  it('charges chaos only with what the baseline does not explain', () => {
    const slices = quiet.map(({ startMs }) => second(startMs / 1_000, [bad]));
    expect(measured(slices)).toMatchObject({ probes: { bad: 10 }, budgetSpent: 0 });
  });

  it('does not call another experiment a baseline', () => {
    const slices = quiet.map(({ startMs }) =>
      second(startMs / 1_000, startMs === 3_000 ? Array(10).fill(bad) : []),
    );
    const withFailure = [...slices.slice(0, 12), second(12, Array(10).fill(bad)), ...slices.slice(13)];
    expect(measured(withFailure).budgetSpent).toBe(0);
    expect(measured(withFailure, { disturbed: [{ fromMs: 2_000, toMs: 4_000 }] }).budgetSpent).toBe(
      10 / 2_592,
    );
  });

  it('spends the budget of the objective that pays, be it one of latency', () => {
    const slices = withSlices(second(12, Array(10).fill({ latencyMs: 301 })));
    const budget = { sli: 'latency' as const, objective: 0.99, eventsPerWindow: 1_000 };
    expect(measured(slices, { budget })).toMatchObject({ probes: { bad: 0 }, budgetSpent: 1 });
  });

  it('calls a slow second a deviation from the steady state', () => {
    expect(measured(withSlices(second(12, [{ latencyMs: 600 }]))).recoverMs).toBe(13_000 - 10_300);
  });

  it('does not say that users recovered who were still outside in the last second', () => {
    expect(measured(withSlices(second(19, [bad]))).recoverMs).toBeNull();
  });

  it('takes a prober that was late itself for blind, not the service for bad', () => {
    const late = second(12, Array(10).fill(bad), { lagP99Ms: 50.1 });
    expect(measured(withSlices(late))).toMatchObject({
      probes: { sent: 90, bad: 0 },
      recoverMs: 0,
      coverage: 0.9,
    });
  });

  it('counts a missing slice and an empty one against coverage', () => {
    const empty = { ...second(13), availability: { good: 0, total: 0 } };
    const slices = withSlices(empty).filter(({ startMs }) => startMs !== 12_000);
    expect(measured(slices).coverage).toBe(0.8);
  });

  it('knows nothing without a slice', () => {
    expect(measured([])).toEqual({
      fromMs: 10_000,
      toMs: 20_000,
      probes: { sent: 0, bad: 0 },
      errors: [],
      longestBadRun: 0,
      latencyMs: { baseline: null, impact: null },
      detectMs: 300,
      replaceMs: 4_000,
      recoverMs: null,
      budgetSpent: 0,
      excess: { availability: 0, latency: 0 },
      coverage: 0,
    });
  });

  it('does not invent times that nobody saw', () => {
    const observed = { injectedAtMs: 10_300, detectedAtMs: null, replacedAtMs: null };
    expect(measured(quiet, { observed })).toMatchObject({ detectMs: null, replaceMs: null });
  });

  it('is the same in whatever order slices arrive', () => {
    const slices = withSlices(second(10, [bad]), second(12, [bad, bad]));
    fc.assert(
      fc.property(fc.shuffledSubarray(slices, { minLength: slices.length }), (arrived) => {
        expect(measured(arrived)).toEqual(measured(slices));
      }),
    );
  });
});
