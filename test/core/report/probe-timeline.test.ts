/** What a chart of a probe is drawn from. */
import { noPhases } from '@garbageday/core/probe/phase-tally.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { probeReport } from '@garbageday/core/report/probe-report.ts';
import { probeTimeline } from '@garbageday/core/report/probe-timeline.ts';
import { expect, it } from 'vitest';
import { badAnswer, sliceAt } from '../../fakes/slices.ts';

const plan = { ratePerSecond: 10, thresholdMs: 300, timeoutMs: 5_000, objective: 0.99 };

function timelineOf(slices: readonly Slice[], toMs: number) {
  const probed = { url: 'http://a/', slices, phases: noPhases, certificateDaysLeft: null };
  const report = probeReport(plan, { fromMs: 0, toMs }, [probed]);
  return report.targets.map((target) => probeTimeline(target, report))[0];
}

function late(slice: Slice): Slice {
  return { ...slice, lagP99Ms: 250 };
}

it('a short probe has a point for each second, and a gap where the probe itself was late', () => {
  const slices = Array.from({ length: 10 }, (_, second) =>
    sliceAt(second * 1_000, second === 2 ? [badAnswer, { latencyMs: 80 }] : []),
  ).map((slice, second) => ([4, 5, 8].includes(second) ? late(slice) : slice));
  const { stepMs, points, late: shaded } = timelineOf(slices, 10_000) ?? { points: [] };
  expect(stepMs).toBe(1_000);
  expect(points.map(({ total, bad }) => [total, bad])).toEqual(
    Array.from({ length: 10 }, (_, second) => {
      if ([4, 5, 8].includes(second)) return [0, 0];
      return [10, second === 2 ? 1 : 0];
    }),
  );
  expect(points[4]?.p99).toBeNull();
  expect(points[2]?.p99).toBeGreaterThan(79);
  expect(shaded).toEqual([
    { fromMs: 4_000, toMs: 6_000 },
    { fromMs: 8_000, toMs: 9_000 },
  ]);
});

it('a long one has at most 600 points, which hold every request that counts', () => {
  const slices = Array.from({ length: 7_200 }, (_, second) =>
    second % 100 === 0 ? late(sliceAt(second * 1_000)) : sliceAt(second * 1_000, [badAnswer]),
  );
  const { stepMs, points, late: shaded } = timelineOf(slices, 7_200_000) ?? { points: [], late: [] };
  expect([stepMs, points.length]).toEqual([15_000, 480]);
  expect(points.reduce((sum, { total }) => sum + total, 0)).toBe((7_200 - 72) * 10);
  expect(points.reduce((sum, { bad }) => sum + bad, 0)).toBe(7_200 - 72);
  expect(shaded).toHaveLength(72);
  expect(timelineOf([], 0)?.points).toEqual([]);
});

it('one of many holds what it sent while the others still started, and what it ended with', () => {
  const slices = [late(sliceAt(-2_000)), ...[-1, 0, 1, 2].map((second) => sliceAt(second * 1_000))];
  const { points, late: shaded } = timelineOf(slices, 2_000) ?? { points: [] };
  expect(points.map(({ atMs, total }) => [atMs, total])).toEqual([
    [-2_000, 0],
    ...[-1_000, 0, 1_000, 2_000].map((atMs) => [atMs, 10]),
  ]);
  expect(shaded).toEqual([{ fromMs: -2_000, toMs: -1_000 }]);
});
