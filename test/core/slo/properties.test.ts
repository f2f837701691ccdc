/** What holds of every evaluation, whatever the objective and the slices. */

import { joinMerged, mergeSlices, nothingMerged } from '@garbageday/core/probe/merge-slices.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { burnRulesFor } from '@garbageday/core/slo/burn-alerts.ts';
import { evaluateComposite, memberSlos } from '@garbageday/core/slo/composite.ts';
import type { SliceCounts } from '@garbageday/core/slo/evaluate.ts';
import type { Budgeting, Slo } from '@garbageday/core/slo/slo.ts';
import { parseWindow, periodSeconds } from '@garbageday/core/slo/window.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badAnswer, sliceAt } from '../../fakes/slices.ts';
import { evaluated, nowMs, sampleSlo } from './sample-slo.ts';

const budgeting: fc.Arbitrary<Budgeting> = fc.oneof(
  fc.constant({ kind: 'occurrences' as const }),
  fc.record({
    kind: fc.constant('timeslices' as const),
    sliceSeconds: fc.constantFrom(60, 120, 300),
    sliceTarget: fc.constantFrom(0.5, 0.9, 0.999, 1),
  }),
  fc.record({
    kind: fc.constant('ratio-timeslices' as const),
    sliceSeconds: fc.constantFrom(60, 120, 300),
  }),
);

const slo: fc.Arbitrary<Slo> = fc
  .record({
    objective: fc.integer({ min: 95_000, max: 99_999 }).map((n) => n / 100_000),
    budgeting,
    window: fc
      .constantFrom('1h', '1d', '7d', '30d', '1D', '1W', '1M')
      .map((text) => parseWindow(text, 'Europe/Berlin')),
  })
  .map((changes) => sampleSlo({ ...changes, alerts: burnRulesFor(periodSeconds(changes.window)) }));

/** Of the last nine days, and some of the future; most of them empty or good. */
const slices: fc.Arbitrary<readonly SliceCounts[]> = fc.array(
  fc
    .record({
      ago: fc.integer({ min: -10, max: 9 * 1_440 }),
      total: fc.oneof(fc.constant(0), fc.nat(100), fc.nat(2 ** 40)),
      badShare: fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    })
    .map(({ ago, total, badShare }) => ({
      startMs: nowMs - ago * 60_000,
      counts: { good: total - Math.round(total * badShare), total },
    })),
  { maxLength: 40 },
);

const excluded = fc.array(
  fc
    .record({ ago: fc.nat(9 * 1_440), length: fc.nat(3_000) })
    .map(({ ago, length }) => ({ fromMs: nowMs - ago * 60_000, toMs: nowMs - (ago - length) * 60_000 })),
  { maxLength: 4 },
);

/** Every number in a value, wherever it is. */
function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('an evaluation', () => {
  it('holds no NaN and no Infinity', () => {
    fc.assert(
      fc.property(slo, slices, excluded, (of, all, off) => {
        const evaluation = evaluated(of, all, off);
        expect(numbersIn(evaluation).filter((number) => !Number.isFinite(number))).toEqual([]);
        expect(JSON.stringify(evaluation)).not.toMatch(/NaN|Infinity/);
      }),
      { numRuns: 500 },
    );
  });

  it('consumes and leaves the whole budget, and counts what is there', () => {
    fc.assert(
      fc.property(slo, slices, excluded, (of, all, off) => {
        const { consumed, remaining, good, total, sli, interval } = evaluated(of, all, off);
        expect(consumed + remaining).toBeCloseTo(1, 9);
        expect(good).toBeGreaterThanOrEqual(0);
        expect(good).toBeLessThanOrEqual(total);
        expect(sli === null).toBe(total === 0);
        expect(interval === null).toBe(total === 0);
        if (sli === null || interval === null) return;
        expect(interval.low).toBeLessThanOrEqual(sli);
        expect(interval.high).toBeGreaterThanOrEqual(sli);
      }),
    );
  });

  it('does not depend on the order of the slices', () => {
    fc.assert(
      fc.property(slo, slices, excluded, fc.nat(), (of, all, off, turn) => {
        const at = all.length === 0 ? 0 : turn % all.length;
        const turned = [...all.slice(at), ...all.slice(0, at)].toReversed();
        expect(evaluated(of, turned, off)).toEqual(evaluated(of, all, off));
      }),
    );
  });

  it('of occurrences does not depend on how events are cut into slices of one start', () => {
    fc.assert(
      fc.property(slices, (all) => {
        const halves = all.flatMap(({ startMs, counts: { good, total } }) => {
          const half = { good: Math.floor(good / 2), total: Math.floor(good / 2) };
          return [
            { startMs, counts: half },
            { startMs, counts: { good: good - half.good, total: total - half.total } },
          ];
        });
        const { good, total, alerts } = evaluated(sampleSlo(), all);
        expect(evaluated(sampleSlo(), halves)).toMatchObject({ good, total, alerts });
      }),
    );
  });

  it('fires no alert while nothing is bad, and every alert while everything is', () => {
    fc.assert(
      fc.property(slo, fc.integer({ min: 1, max: 1_000 }), (of, total) => {
        const last = (good: number) =>
          Array.from({ length: 120 }, (_, index) => ({
            startMs: nowMs - (index + 1) * 60_000,
            counts: { good, total },
          }));
        const states = (good: number) => evaluated(of, last(good)).alerts.map(({ firing }) => firing);
        expect(states(total).every((firing) => !firing)).toBe(true);
        expect(states(0).filter((firing) => !firing)).toEqual([]);
      }),
    );
  });

  it('of a composite adds up: its members consume what it consumes', () => {
    fc.assert(
      fc.property(slo, slices, slices, fc.integer({ min: 1, max: 9 }), (of, first, second, weight) => {
        const composite = {
          ...{ name: 'shop', service: 's', objective: 0.99, window: of.window },
          members: [
            { slo: 'a', weight },
            { slo: 'b', weight: 10 - weight },
          ],
        };
        const members = memberSlos(composite, [
          { ...of, name: 'a' },
          { ...of, name: 'b' },
        ]);
        const evaluations = members.map((member, index) => evaluated(member, index === 0 ? first : second));
        const whole = evaluateComposite(composite, evaluations);
        expect(numbersIn(whole).filter((number) => !Number.isFinite(number))).toEqual([]);
        expect(whole.members.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
        if (whole.sli === null) return;
        expect(whole.consumed).toBeCloseTo((1 - whole.sli) / 0.01, 6);
        expect(whole.consumed + whole.remaining).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('merging slices', () => {
  const slice: fc.Arbitrary<Slice> = fc
    .record({ second: fc.nat(50), bad: fc.nat(10), latencyMs: fc.integer({ min: 1, max: 5_000 }) })
    .map(({ second, bad, latencyMs }) =>
      sliceAt(second * 1_000, [...Array(bad).fill(badAnswer), { latencyMs }].slice(0, 10)),
    );
  const distinct = fc.uniqueArray(slice, { selector: ({ startMs }) => startMs, maxLength: 12 });

  it('is commutative, and has a neutral element', () => {
    fc.assert(
      fc.property(distinct, (all) => {
        expect(mergeSlices(all.toReversed())).toEqual(mergeSlices(all));
        expect(joinMerged(nothingMerged, mergeSlices(all))).toEqual(mergeSlices(all));
      }),
    );
  });

  it('is associative: page by page, wherever pages end', () => {
    fc.assert(
      fc.property(distinct, fc.nat(12), fc.nat(12), (all, a, b) => {
        const sorted = all.toSorted((x, y) => x.startMs - y.startMs);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const pages = [sorted.slice(0, from), sorted.slice(from, to), sorted.slice(to)].map(mergeSlices);
        const [first = nothingMerged, second = nothingMerged, third = nothingMerged] = pages;
        expect(joinMerged(joinMerged(first, second), third)).toEqual(mergeSlices(all));
        expect(joinMerged(first, joinMerged(second, third))).toEqual(mergeSlices(all));
      }),
    );
  });
});
