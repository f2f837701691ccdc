import { noPhases } from '@garbageday/core/probe/phase-tally.ts';
import { maxLagOf, probeReport, wasMeasured } from '@garbageday/core/report/probe-report.ts';
import { describe, expect, it } from 'vitest';
import { sliceAt } from '../../fakes/slices.ts';

const plan = { ratePerSecond: 10, thresholdMs: 300, timeoutMs: 5_000, objective: 0.99 };
const bad = { error: 'reset' as const };
const slow = { latencyMs: 900 };

function reportOf(slices: ReturnType<typeof sliceAt>[], run = { fromMs: 0, toMs: 60_000 }) {
  const probed = { url: 'http://shop/', slices, phases: noPhases, certificateDaysLeft: null };
  return probeReport(plan, run, [probed]);
}

const minute = Array.from({ length: 60 }, (_, index) => sliceAt(index * 1_000));

describe('the report of a probe', () => {
  it.each([
    { what: 'all answers are good', slices: minute, verdict: 'kept' },
    { what: 'many fail', slices: minute.map(({ startMs }) => sliceAt(startMs, [bad])), verdict: 'broken' },
    {
      what: 'many are slow',
      slices: minute.map(({ startMs }) => sliceAt(startMs, [slow])),
      verdict: 'broken',
    },
    {
      what: 'one of 600 fails, which proves nothing',
      slices: [sliceAt(0, [bad]), ...minute.slice(1)],
      verdict: 'kept',
    },
    { what: 'nothing was measured', slices: [], verdict: 'inconclusive' },
    {
      what: 'the probe itself was late for a fifth of the time',
      slices: minute.map((slice, index) => (index % 5 === 0 ? { ...slice, lagP99Ms: 201 } : slice)),
      verdict: 'inconclusive',
    },
    { what: 'a fifth of the seconds is missing', slices: minute.slice(12), verdict: 'inconclusive' },
  ])('is $verdict when $what', ({ slices, verdict }) => {
    expect(reportOf(slices).verdict).toBe(verdict);
  });

  it('leaves out seconds in which the probe was late, and says how many and how late', () => {
    const late = { ...sliceAt(0, [bad, bad]), lagP99Ms: 400 };
    const [target] = reportOf([late, ...minute.slice(1)]).targets;
    expect(target).toMatchObject({ sent: 590, failed: 0, voidSlices: 1, lagP99Ms: 400 });
  });

  it('calls no objective missed or met when too little was measured', () => {
    const failing = minute.slice(12).map(({ startMs }) => sliceAt(startMs, [bad]));
    for (const slices of [failing, minute.slice(12)]) {
      const [target] = reportOf(slices).targets;
      expect(target?.slos.map(({ verdict }) => verdict)).toEqual(['not-yet-provable', 'not-yet-provable']);
    }
    expect(reportOf([]).targets[0]?.slos[0]?.verdict).toBe('no-data');
  });

  it('counts failures by reason, and no percentile is above the longest wait', () => {
    const [target] = reportOf([sliceAt(0, [bad, slow]), ...minute.slice(1)]).targets;
    expect(target).toMatchObject({ sent: 600, failed: 1, errors: [['reset', 1]] });
    expect(target?.latency?.p50).toBeCloseTo(5, 1);
    expect(target?.latency?.max).toBe(900);
    expect(target?.latency?.p99).toBeLessThanOrEqual(900);
    expect(target?.slos.map(({ name, good, total }) => [name, good, total])).toEqual([
      ['availability', 599, 600],
      ['latency', 598, 600],
    ]);
    expect(reportOf([]).targets[0]?.latency).toBeNull();
  });

  it('does not ask for the seconds that start and end cut short', () => {
    const slices = [sliceAt(0, [], { journeys: 0 }), sliceAt(1_000), sliceAt(2_000)];
    expect(reportOf(slices, { fromMs: 950, toMs: 3_020 }).targets[0]?.coverage.ratio).toBe(1);
  });

  it.each([
    { what: 'something', slices: [sliceAt(0)], isMeasured: true },
    { what: 'nothing', slices: [sliceAt(0, [], { journeys: 0 })], isMeasured: false },
  ])('of less than a second has measured $what when $what ended', ({ slices, isMeasured }) => {
    const [target] = reportOf(slices, { fromMs: 100, toMs: 900 }).targets;
    expect(target !== undefined && wasMeasured(target)).toBe(isMeasured);
  });

  it.each([
    [300, 200],
    [60, 40],
    [60_000, 200],
  ])('for a threshold of %i ms lets the probe be late by %i ms', (thresholdMs, maxLagMs) => {
    expect(maxLagOf(thresholdMs)).toBe(maxLagMs);
  });
});
