/** No number that is printed contradicts the verdict beside it, in any format, whatever the counts. */
import type { Report, SloResult } from '@garbageday/core/report/report.ts';
import { type SloStatus, sloStatus } from '@garbageday/core/slo/slo-status.ts';
import { parseWindow } from '@garbageday/core/slo/window.ts';
import {
  formatDuration,
  formatFactor,
  formatLimitMs,
  formatMs,
  formatObjective,
  formatRatio,
  formatShare,
} from '@garbageday/render/format.ts';
import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import { toReportDocument } from '@garbageday/render/json/report-document.ts';
import { renderReportMarkdown } from '@garbageday/render/markdown/report-markdown.ts';
import { renderOpenMetrics } from '@garbageday/render/openmetrics/open-metrics.ts';
import { bareFrame } from '@garbageday/render/slack/frame.ts';
import { reportMessage } from '@garbageday/render/slack/report-message.ts';
import { renderReportText } from '@garbageday/render/terminal/report-text.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleSlo } from '../core/slo/sample-slo.ts';
import { visibleText } from './markup-checks.ts';
import { sampleDay } from './sample-day.ts';

const nowMs = Date.parse('2026-12-01T00:00:00Z');

/** Counts around the objective, where rounding is tempted: off by a few events, or not at all. */
const status: fc.Arbitrary<SloStatus> = fc
  .record({
    objective: fc.constantFrom(0.5, 0.9, 0.99, 0.999, 0.9999, 0.99995, 0.999999),
    total: fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 90_000_000 })),
    off: fc.integer({ min: -3, max: 3 }),
    window: fc.constantFrom('1M', '30d', '1Y'),
    since: fc.constantFrom(0, nowMs - 3_600_000),
  })
  .map(({ objective, total, off, window, since }) => {
    const bad = Math.min(total, Math.max(0, Math.round(total * (1 - objective)) + off));
    return sloStatus({
      slo: sampleSlo({ objective, window: parseWindow(window) }),
      counts: { good: total - bad, total },
      ...{ nowMs, isCovered: true },
      expected: { basis: 'window', ratePerSecond: 1, measuredSinceMs: since },
    });
  });

function reportOf({ sli, window, ...of }: SloStatus): Report {
  const slo: SloResult = {
    ...{ name: 'the objective', journey: 'probe', role: 'judge', sli: 'availability', thresholdMs: null },
    ...{ objective: of.objective, window: window.text, good: of.good, total: of.total, ratio: sli },
    ...{ interval: of.interval, basis: of.basis, events: of.events, consumed: of.consumed },
    ...{ remaining: of.remaining, verdict: of.verdict, isFinal: of.isFinal, budgeting: 'occurrences' },
    ...{ windowStartMs: window.startMs, windowEndMs: window.endMs },
    ...{ period: { good: of.good, total: of.total }, burn: [], alerts: [], exhaustedInSeconds: null },
    warnings: [],
  };
  return { ...sampleDay, slos: [slo], composites: [], changes: [] };
}

const formats: Readonly<Record<string, (report: Report) => string>> = {
  text: (report) => renderReportText(report, { columns: 140, colour: false }).replace(/\s+/g, ' '),
  page: (report) => visibleText(renderReportHtml(report)),
  Markdown: (report) => renderReportMarkdown(report).replaceAll('\\', ''),
  Slack: (report) => JSON.stringify(reportMessage(report, bareFrame)),
};

function numberOf(text: string | undefined): number {
  return Number(
    (text ?? 'nothing was said')
      .replaceAll(',', '')
      .replace('\u2212', '-')
      .replace(/^-?[<>]/, ''),
  );
}

/** `(99.986%; 95% CI 99.98–99.99%). Target 99.99% missed.` */
const sentence =
  /\((?<ratio>[\d.,<>]+)%; 95% CI (?<low>[\d.,<>]+)–(?<high>[\d.,<>]+)%\)\. Target (?<target>[\d.]+)% (?<verdict>met so far|met|missed|not yet provable)\./;
const budget = /(?<left>[\u2212\d.,<>]+)% of the (1M|30d|1Y|365d) budget left/;

describe.each(Object.entries(formats))('the %s', (_, render) => {
  it('prints a ratio, an interval and a budget on the side of the limit on which they are', {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(status, (of) => {
        const rendered = render(reportOf(of));
        const { ratio, low, high, target, verdict } = sentence.exec(rendered)?.groups ?? {};
        const percent = of.objective * 100;
        expect(numberOf(target)).toBeCloseTo(percent, 9);
        const sideOf = (value: number, limit: number): number =>
          Math.abs(value - limit) < 1e-12 ? 0 : Math.sign(value - limit);
        expect(sideOf(numberOf(ratio), numberOf(target))).toBe(sideOf(of.sli ?? Number.NaN, of.objective));
        expect(sideOf(numberOf(low), numberOf(target))).toBe(
          sideOf(of.interval?.low ?? Number.NaN, of.objective),
        );
        expect(sideOf(numberOf(high), numberOf(target))).toBe(
          sideOf(of.interval?.high ?? Number.NaN, of.objective),
        );
        if (of.sli !== 1) expect(ratio).not.toBe('100');
        if (of.sli !== 0) expect(numberOf(ratio)).not.toBe(0);
        const left = numberOf(budget.exec(rendered)?.groups?.['left']);
        expect(Math.sign(left)).toBe(Math.sign(of.remaining));
        if (of.consumed > 0 && of.remaining > 0) expect(left).toBeLessThan(100);
        // The numbers alone tell the verdict of a window that is over.
        if (of.isFinal) expect(verdict).toBe(left < 0 ? 'missed' : 'met');
        else expect(verdict === 'missed').toBe(left < 0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('machines', () => {
  it('are told the same, unrounded', () => {
    fc.assert(
      fc.property(status, (of) => {
        const [slo] = toReportDocument(reportOf(of)).slos;
        expect(slo).toMatchObject({
          ...{ verdict: of.verdict, isFinal: of.isFinal, remaining: of.remaining, events: of.events },
        });
        const metrics = renderOpenMetrics(reportOf(of));
        expect(metrics).toMatch(
          new RegExp(`slo_budget_remaining_ratio\\{[^}]*\\} ${String(of.remaining).replace('+', '\\+')}\n`),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('what cannot be written in digits', () => {
  it.each([
    [formatDuration(Number.NaN), '–'],
    [formatDuration(0), '0 s'],
    [formatFactor(Number.POSITIVE_INFINITY), '–'],
    [formatFactor(-0.001), '−<0.01×'],
    [formatFactor(0.001), '<0.01×'],
    [formatFactor(-12.34), '−12.3×'],
    [formatRatio(1 + 1e-13), '100%'],
    [formatRatio(1 - 1e-13), '>99.999999%'],
    [formatRatio(1e-15), '<0.000001%'],
    [formatRatio(-1e-15), '−<0.000001%'],
    [formatRatio(Number.NaN), '–'],
    [formatMs(Number.NaN), '–'],
    [formatMs(0.300_01, 0.3), '0.30001 ms'],
  ])('is %s', (said, text) => {
    expect(said).toBe(text);
  });
});

describe('a ratio beside a limit', () => {
  it.each([
    [0.999_86, [0.9999], '99.986%'],
    [0.999_896, [0.9999], '99.9896%'],
    [0.9999, [0.9999], '99.99%'],
    [0.999_900_4, [0.9999], '99.99004%'],
    [0.199_999_9, [0.2], '19.99999%'],
    [0.9999, [], '99.99%'],
    [0.123_456, [0.5], '12.35%'],
  ])('%d beside %j is %s', (ratio, beside, text) => {
    expect(formatRatio(ratio, beside)).toBe(text);
  });

  it('has the digits that it takes, for any two', () => {
    const trillionths = fc.integer({ min: 1, max: 999_999_999 }).map((value) => value / 1e9);
    fc.assert(
      fc.property(trillionths, trillionths, (ratio, limit) => {
        const said = numberOf(formatRatio(ratio, [limit]).slice(0, -1));
        expect(Math.sign(said - numberOf(formatObjective(limit).slice(0, -1)))).toBe(
          Math.sign(ratio - limit),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('of burn rates has them too', () => {
    expect([formatFactor(14.400_1, [14.4]), formatFactor(14.4, [14.4]), formatFactor(3.001, [3])]).toEqual([
      '14.4001×',
      '14.4×',
      '3.001×',
    ]);
    // What binary numbers are off by is not told.
    expect(formatFactor(0.1 + 0.2, [0.3])).toBe('0.3×');
  });

  it('of lengths of time has them too', () => {
    expect(formatMs(90_001, 90_000)).toBe('1 min 30.001 s');
    expect(formatMs(4_000.4, 4_000)).toBe('4.0004 s');
    expect([formatMs(90_000, 90_000), formatMs(null, 1), formatMs(5_000, 4_000)]).toEqual([
      '1 min 30 s',
      '–',
      '5.00 s',
    ]);
    expect([formatLimitMs(300), formatLimitMs(90_000), formatLimitMs(1_500)]).toEqual([
      '300 ms',
      '1 min 30 s',
      '1.50 s',
    ]);
  });

  it('never says that an overspent budget is spent, nor that a touched one is whole', () => {
    expect(formatShare(-0.000_000_01)).toBe('\u22120.000001%');
    expect(formatShare(0.999_999)).toBe('99.9999%');
    expect(formatShare(0)).toBe('0%');
  });
});
