import type { Report, TimelinePoint } from '@garbageday/core/report/report.ts';
import { badRange, budgetRange, latencyRange, tickMs, tickSeconds } from '@garbageday/render/chart/axes.ts';
import { type KillMark, killMarks, labelled } from '@garbageday/render/chart/kill-marks.ts';
import { renderChartPng } from '@garbageday/render/chart/render-chart-png.ts';
import { renderChartSvg } from '@garbageday/render/chart/render-chart-svg.ts';
import { thinned, timelineSeries } from '@garbageday/render/chart/timeline-series.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReport } from './arbitrary-report.ts';
import { elementsOf } from './markup-checks.ts';
import { sampleReport, startMs } from './sample-report.ts';
import { allReports, brokenReport, noDataReport } from './ugly-reports.ts';

/** Many charts, on a machine that may be busy. */
const slow = { timeout: 60_000 };

const size = { width: 1200, height: 800, fontSize: 24 };

function svg(report: Report): string {
  return renderChartSvg(report, { theme: 'light', ...size });
}

describe('the chart', () => {
  it('is the same text for the same report', () => expect(svg(sampleReport)).toBe(svg(sampleReport)));

  it.each(Object.entries(allReports))('of %s is well formed', (_, report) => {
    expect(() => elementsOf(svg(report))).not.toThrow();
  });

  it('of any report draws no NaN and leaves no gap in its markup', slow, () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const drawn = svg(report);
        elementsOf(drawn);
        expect(drawn.replace(/>[^<]*</g, '><').replace(/aria-label="[^"]*"/, '')).not.toMatch(
          /NaN|Infinity|undefined/,
        );
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['kills by number and name', '>2 data-a<'],
    ['the latency objective', '>objective 300 ms<'],
    ['that nothing failed', '>none<'],
    ['time since the start', '>0:45<'],
    ['a logarithmic axis in words', '>100 ms<'],
    ['how much budget is left', '>50%<'],
  ])('says %s', (_, text) => expect(svg(sampleReport)).toContain(text));

  it('counts what failed, and shows how far the budget is overspent', () => {
    expect(svg(brokenReport)).toContain('>778 in all<');
    expect(svg(brokenReport)).toContain('>90/s<');
    expect(svg(brokenReport)).toContain('>−300%<');
  });

  it('says so when nobody asked', () => expect(svg(noDataReport)).toContain('>no requests were measured<'));

  it('is a PNG of the size asked for', async () => {
    const png = await renderChartPng(sampleReport, {
      theme: 'dark',
      width: 300,
      height: 200,
      fontSize: 8,
      scale: 2,
    });
    const view = new DataView(png.buffer, png.byteOffset);
    expect([...png.slice(1, 4)].map((code) => String.fromCharCode(code)).join('')).toBe('PNG');
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([600, 400]);
  });
});

describe('the marks', () => {
  it('stand where faults struck; dry runs and refusals leave none', () => {
    expect(
      killMarks(brokenReport).map(({ number, seconds, verdict }) => [number, seconds.toFixed(3), verdict]),
    ).toEqual([
      [1, '22.006', 'fail'],
      [2, '38.006', 'aborted'],
      [4, '70.006', 'inconclusive'],
    ]);
  });

  const scale = { plotWidth: 1000, spanSeconds: 100, pixelsPerLetter: 10 };
  const mark = (number: number, seconds: number): KillMark => ({
    number,
    seconds,
    target: 'web-a',
    verdict: 'pass',
    impact: null,
  });

  it.each([
    ['names where they fit', [mark(1, 20), mark(2, 50)], ['1 web-a', '2 web-a']],
    ['numbers where names would cover each other', [mark(1, 20), mark(2, 25)], ['1', '2']],
    ['nothing where even a number would', [mark(1, 20), mark(2, 21), mark(3, 30)], ['1', '', '3']],
  ])('show %s', (_, marks, labels) => {
    expect(labelled(marks, scale).map(({ label }) => label)).toEqual(labels);
  });

  it('keep their labels inside the plot', () => {
    expect(labelled([mark(1, 0), mark(2, 50), mark(3, 100)], scale).map(({ align }) => align)).toEqual([
      'left',
      'center',
      'right',
    ]);
  });
});

describe('the timeline', () => {
  const point = (second: number, changes: Partial<TimelinePoint> = {}): TimelinePoint => ({
    ...{ atMs: startMs + second * 1000, total: 10, bad: 0, p50: 5, p99: 10, budgetRemaining: 1 },
    ...changes,
  });

  it('keeps every failure and the highest latency when it is thinned', () => {
    const points = Array.from({ length: 1_000 }, (_, second) =>
      point(second, second === 777 ? { p99: 900, bad: 3 } : {}),
    );
    const thin = thinned(points, 100);
    expect(thin).toHaveLength(100);
    expect(thin.reduce((sum, { total }) => sum + total, 0)).toBe(10_000);
    expect(thin.filter(({ bad }) => bad > 0)).toMatchObject([{ bad: 3, p99: 900 }]);
  });

  it('puts a second into its middle and its budget at its end', () => {
    const users = [point(0), point(1, { bad: 2, budgetRemaining: 0.5 })];
    const series = timelineSeries({ ...sampleReport, timeline: { users, probe: [] } });
    expect(series.p99[0]).toEqual([0.5, 10]);
    expect(series.bad).toEqual([[1.5, 2]]);
    expect(series.budget[1]).toEqual([2, 0.5]);
  });

  it('draws nothing faster than a tenth of a millisecond: a logarithmic axis knows no 0', () => {
    const series = timelineSeries({
      ...sampleReport,
      timeline: { users: [point(0, { p99: 0 })], probe: [] },
    });
    expect(series.p99).toEqual([[0.5, 0.1]]);
  });

  it('leaves a gap where nobody asked', () => {
    const series = timelineSeries({
      ...sampleReport,
      timeline: { users: [point(0, { p99: null })], probe: [] },
    });
    expect(series.p99).toEqual([[0.5, null]]);
  });
});

describe('the axes', () => {
  it.each([
    ['all values', [12, 780], null, { min: 10, max: 1000 }],
    ['the objective too', [12, 80], 300, { min: 10, max: 1000 }],
    ['at least a decade', [10], null, { min: 10, max: 100 }],
    ['something without data', [], null, { min: 1, max: 1000 }],
  ])('of latency span %s', (_, values, thresholdMs, range) => {
    expect(
      latencyRange(
        values.map((value) => [0, value] as const),
        thresholdMs,
      ),
    ).toEqual(range);
  });

  it('of failures and budget begin at nothing, or below when it is overspent', () => {
    expect(badRange([[0, 12]])).toEqual({ min: 0, max: 12 });
    expect(budgetRange([[0, 0.98]])).toEqual({ min: 0, max: 1 });
    expect(budgetRange([[0, -2.4]])).toEqual({ min: -3, max: 1 });
  });

  it.each([
    [90, 8, 15],
    [90, 4, 30],
    [3_600, 6, 600],
    [30 * 86_400, 6, 5 * 86_400],
  ])('tick %d seconds at most %d times: every %d', (span, most, expected) => {
    expect(tickSeconds(span, most)).toBe(expected);
  });

  it('say milliseconds and seconds in words', () => {
    expect([0.1, 1, 100, 1_000, 10_000].map(tickMs)).toEqual(['0.1 ms', '1 ms', '100 ms', '1 s', '10 s']);
  });
});
