/** What is drawn in the panels: lines, bars, and the kills across all of them. */
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import { formatMs, formatShare } from '../format.ts';
import { type ChartContext, isNarrow } from './chart-context.ts';
import type { LabelledMark } from './kill-marks.ts';
import type { Point } from './timeline-series.ts';

export function seriesOptions(context: ChartContext): (LineSeriesOption | BarSeriesOption)[] {
  const { series, style } = context;
  const { palette, fontSize } = style;
  const thin = { color: palette.soft, width: fontSize / 8 };
  const thick = { color: palette.accent, width: fontSize / 6 };
  return [
    // Shades and kills first: the lines go on top of them.
    ...[0, 1, 2].map((panel) => chaos(panel, context)),
    ...band(context),
    line(0, series.p50, thin),
    { ...line(0, series.p99, thick), ...threshold(context) },
    failures(context),
    { ...line(2, series.budget, thick), step: 'end', ...budgetArea(context), ...reserve(context) },
  ];
}

/** The area between p50 and p99, as a tint: an invisible p50 with the difference stacked on it. */
function band({ series, style }: ChartContext): LineSeriesOption[] {
  const width = series.p99.map(([seconds, p99], index): Point => {
    const p50 = series.p50[index]?.[1] ?? null;
    return [seconds, p99 === null || p50 === null ? null : Math.max(0, p99 - p50)];
  });
  const bare = { color: 'transparent', width: 0 };
  return [
    { ...line(0, series.p50, bare), stack: 'band' },
    {
      ...line(0, width, bare),
      stack: 'band',
      areaStyle: { color: style.palette.accent, opacity: 0.12 },
    },
  ];
}

/** The reserve, which chaos may not spend; left out for a run, where it has little meaning. */
function reserve({ kind, reserve: share, style }: ChartContext): Pick<LineSeriesOption, 'markLine'> {
  if (kind === 'gameday' || !(share > 0 && share < 1)) return {};
  return {
    markLine: dashed({ yAxis: share }, `${isNarrow(style) ? '' : 'reserve '}${formatShare(share)}`, style),
  };
}

/** The kills over one panel; an empty strip of failures stays empty. */
function chaos(panel: number, context: ChartContext): LineSeriesOption {
  const carrier = line(panel, [], { color: context.style.palette.line, width: 1 });
  if (panel === 1 && context.series.badTotal === 0) return carrier;
  return { ...carrier, ...kills(context, panel === 0), markArea: shades(context) };
}

function line(
  panel: number,
  points: readonly Point[],
  lineStyle: { readonly color: string; readonly width: number },
): LineSeriesOption {
  return {
    type: 'line',
    xAxisIndex: panel,
    yAxisIndex: panel,
    data: points.map(([seconds, value]) => [seconds, value ?? '-']),
    silent: true,
    // The axes contain every value; a clip path would cost a full-size layer for each line (two thirds of the PNG).
    clip: false,
    symbol: 'none',
    lineStyle: { ...lineStyle, cap: 'round', join: 'round' },
    itemStyle: { color: lineStyle.color },
  };
}

function failures({ series, style, layout }: ChartContext): BarSeriesOption {
  const slot = (layout.plotWidth / series.spanSeconds) * series.widthSeconds;
  return {
    type: 'bar',
    xAxisIndex: 1,
    yAxisIndex: 1,
    data: series.bad.map(([seconds, value]) => [seconds, value ?? '-']),
    silent: true,
    barWidth: Math.max(2, slot * 0.8),
    barMinHeight: style.fontSize / 4,
    itemStyle: { color: style.palette.bad },
  };
}

function budgetArea({ style, series }: ChartContext): Pick<LineSeriesOption, 'areaStyle'> {
  return series.budget.length === 0
    ? {}
    : { areaStyle: { color: style.palette.accent, opacity: 0.14, origin: 'start' } };
}

function threshold({ thresholdMs, style }: ChartContext): Pick<LineSeriesOption, 'markLine'> {
  if (thresholdMs === null) return {};
  const name = `${isNarrow(style) ? '' : 'objective '}${formatMs(thresholdMs)}`;
  return { markLine: dashed({ yAxis: thresholdMs }, name, style) };
}

function dashed(
  at: { readonly yAxis: number },
  name: string,
  { palette, fontSize, fontFamily }: ChartContext['style'],
): NonNullable<LineSeriesOption['markLine']> {
  return {
    silent: true,
    symbol: 'none',
    data: [at],
    lineStyle: { color: palette.muted, type: [fontSize / 4, fontSize / 4], width: fontSize / 14 },
    label: {
      ...{ fontSize: fontSize * 0.9, fontFamily, color: palette.muted, textBorderWidth: 0 },
      position: 'insideStartTop',
      formatter: () => name,
    },
  };
}

function kills(context: ChartContext, hasLabels: boolean): Pick<LineSeriesOption, 'markLine'> {
  const { marks, style, kind } = context;
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      data: marks.map((mark) => ({
        xAxis: mark.seconds,
        lineStyle: {
          ...{ color: markColour(mark, style), type: 'solid', width: style.fontSize / 16 },
          opacity: kind === 'gameday' || mark.verdict === 'fail' ? 1 : 0.4,
        },
        label: killLabel(mark, context, hasLabels),
      })),
    },
  };
}

function killLabel(mark: LabelledMark, { style, kind }: ChartContext, hasLabels: boolean) {
  const isQuiet = kind !== 'gameday' && mark.verdict !== 'fail';
  return {
    show: hasLabels && mark.label !== '',
    position: 'end' as const,
    distance: style.fontSize * 0.4,
    align: mark.align,
    formatter: () => mark.label,
    fontSize: style.fontSize,
    fontFamily: style.fontFamily,
    fontWeight: 600 as const,
    color: isQuiet ? style.palette.muted : markColour(mark, style),
    opacity: 1,
    textBorderWidth: 0,
  };
}

function markColour({ verdict }: LabelledMark, { palette }: ChartContext['style']): string {
  return verdict === 'fail' ? palette.bad : palette.ink;
}

/** In a month, three minutes would be a fraction of a pixel, so shades are widened enough to be seen. */
function widened({ from, to }: { readonly from: number; readonly to: number }, least: number) {
  const missing = Math.max(0, least - (to - from)) / 2;
  return { from: from - missing, to: to + missing };
}

function shades({ marks, style, series, layout }: ChartContext): NonNullable<LineSeriesOption['markArea']> {
  const leastSeconds = (style.fontSize * 0.55 * series.spanSeconds) / layout.plotWidth;
  return {
    silent: true,
    itemStyle: { color: style.palette.shade },
    data: marks.flatMap(({ impact }) => {
      if (impact === null) return [];
      const { from, to } = widened(impact, leastSeconds);
      return [[{ xAxis: Math.max(0, from) }, { xAxis: Math.min(series.spanSeconds, to) }]];
    }),
  };
}
