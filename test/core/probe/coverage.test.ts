import {
  alignOutwards,
  coverageOf,
  isVoid,
  readSlices,
  sliceRules,
} from '@garbageday/core/probe/read-slices.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../../fakes/memory-ledger.ts';
import { sliceAt } from '../../fakes/slices.ts';

const rules = sliceRules(10, 1, 50);
const ten = Array.from({ length: 10 }, (_, index) => sliceAt(index * 1_000));
const wholeTime = { fromMs: 0, toMs: 10_000 };

describe('coverageOf', () => {
  it.each([
    { what: 'every slice is there', slices: ten, interval: wholeTime, expected: 10, covered: 10 },
    { what: 'none is there', slices: [], interval: wholeTime, expected: 10, covered: 0 },
    { what: 'one is missing', slices: ten.slice(1), interval: wholeTime, expected: 10, covered: 9 },
    {
      what: 'one is void',
      slices: [...ten.slice(1), { ...sliceAt(0), lagP99Ms: 50.1 }],
      interval: wholeTime,
      expected: 10,
      covered: 9,
    },
    {
      what: 'one is empty',
      slices: [...ten.slice(1), sliceAt(0, [], { journeys: 0 })],
      interval: wholeTime,
      expected: 10,
      covered: 9,
    },
    {
      what: 'two tell of the same second',
      slices: [...ten, { ...sliceAt(0), seq: 1 }],
      interval: wholeTime,
      expected: 10,
      covered: 10,
    },
    {
      what: 'the interval holds no whole start',
      slices: ten,
      interval: { fromMs: 1_001, toMs: 2_000 },
      expected: 0,
      covered: 0,
    },
    {
      what: 'the interval is upside down',
      slices: ten,
      interval: { fromMs: 9_000, toMs: 0 },
      expected: 0,
      covered: 0,
    },
    {
      what: 'the interval is not of whole slices',
      slices: ten,
      interval: { fromMs: 500, toMs: 2_500 },
      expected: 2,
      covered: 2,
    },
  ])('says so when $what', ({ slices, interval, expected, covered }) => {
    const coverage = coverageOf(slices, interval, rules);
    expect([coverage.expected, coverage.covered]).toEqual([expected, covered]);
    expect(coverage.ratio).toBe(expected === 0 ? 0 : covered / expected);
  });

  it('does not expect an event in every slice of a prober slower than its slices', () => {
    const empty = ten.map(({ startMs }) => sliceAt(startMs, [], { journeys: 0 }));
    expect(coverageOf(empty, wholeTime, sliceRules(0.1, 1, 50)).ratio).toBe(1);
  });

  it('is a ratio, and its slices come in order of time', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(ten), fc.nat(10_000), fc.nat(10_000), (slices, fromMs, toMs) => {
        const coverage = coverageOf(slices, { fromMs, toMs }, rules);
        expect(coverage.ratio).toBeGreaterThanOrEqual(0);
        expect(coverage.ratio).toBeLessThanOrEqual(1);
        const starts = coverage.slices.map(({ startMs }) => startMs);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('isVoid', () => {
  it('is what the prober was too late for itself, not what it was just in time for', () => {
    expect([
      isVoid({ ...sliceAt(0), lagP99Ms: 50 }, 50),
      isVoid({ ...sliceAt(0), lagP99Ms: 51 }, 50),
    ]).toEqual([false, true]);
  });
});

describe('alignOutwards', () => {
  it('holds the interval in whole slices', () => {
    expect(alignOutwards({ fromMs: 1_001, toMs: 2_999 }, 1_000)).toEqual({ fromMs: 1_000, toMs: 3_000 });
    expect(alignOutwards({ fromMs: 1_000, toMs: 3_000 }, 1_000)).toEqual({ fromMs: 1_000, toMs: 3_000 });
  });
});

describe('readSlices', () => {
  it('reads every page', async () => {
    const ledger = memoryLedger();
    const many = Array.from({ length: 1_100 }, (_, index) => sliceAt(index * 1_000, [], { journeys: 0 }));
    for (const slice of many) await ledger.putSlice(slice);
    const query = { service: 'wordcount', journey: 'probe', fromMs: 0, toMs: 2_000_000 };
    expect(await readSlices(ledger, query)).toEqual(many);
  });
});
