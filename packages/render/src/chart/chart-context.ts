/** What every part of the chart needs to know. */
import type { Report } from '@garbageday/core/report/report.ts';
import type { Palette } from '../theme.ts';
import { type ChartLayout, type ChartSize, chartLayout } from './chart-layout.ts';
import { killMarks, type LabelledMark, labelled } from './kill-marks.ts';
import { type TimelineSeries, timelineSeries } from './timeline-series.ts';

export type ChartStyle = ChartSize & { readonly palette: Palette; readonly fontFamily: string };

export type ChartContext = {
  readonly style: ChartStyle;
  readonly layout: ChartLayout;
  readonly series: TimelineSeries;
  readonly marks: readonly LabelledMark[];
  /** User requests that failed over the whole run. */
  readonly failed: number;
  /** What the users' latency objective calls good; `null` without such an objective. */
  readonly thresholdMs: number | null;
};

/** Letters of Inter are about this wide, as a share of the font size. */
export const letterWidth = 0.58;

/** A phone: words are left out. */
export function isNarrow({ width, fontSize }: ChartSize): boolean {
  return width < fontSize * 36;
}

export function chartContext(report: Report, style: ChartStyle): ChartContext {
  const series = timelineSeries(report);
  const layout = chartLayout(style, series.badTotal > 0);
  const marks = labelled(killMarks(report), {
    plotWidth: layout.plotWidth,
    spanSeconds: series.spanSeconds,
    pixelsPerLetter: style.fontSize * letterWidth,
  });
  const objective = report.slos.find(({ sli, journey }) => sli === 'latency' && journey === 'users');
  return {
    style,
    layout,
    series,
    marks,
    failed: report.users?.failed ?? 0,
    thresholdMs: objective?.thresholdMs ?? null,
  };
}
