/** What is drawn into the panels: lines, bars, and over all of them the kills. */
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import { formatMs } from '../format.ts';
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
    line(0, series.p50, thin),
    { ...line(0, series.p99, thick), ...threshold(context) },
    failures(context),
    { ...line(2, series.budget, thick), step: 'end', ...budgetArea(context) },
  ];
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
  const { palette, fontSize, fontFamily } = style;
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      data: [{ yAxis: thresholdMs }],
      lineStyle: { color: palette.muted, type: [fontSize / 4, fontSize / 4], width: fontSize / 14 },
      label: {
        ...{ fontSize: fontSize * 0.9, fontFamily, color: palette.muted, textBorderWidth: 0 },
        position: 'insideStartTop',
        formatter: () => `${isNarrow(style) ? '' : 'objective '}${formatMs(thresholdMs)}`,
      },
    },
  };
}

function kills({ marks, style }: ChartContext, hasLabels: boolean): Pick<LineSeriesOption, 'markLine'> {
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      data: marks.map((mark) => ({
        xAxis: mark.seconds,
        lineStyle: { color: markColour(mark, style), type: 'solid', width: style.fontSize / 16 },
        label: killLabel(mark, style, hasLabels),
      })),
    },
  };
}

function killLabel(mark: LabelledMark, style: ChartContext['style'], hasLabels: boolean) {
  return {
    show: hasLabels && mark.label !== '',
    position: 'end' as const,
    distance: style.fontSize * 0.4,
    align: mark.align,
    formatter: () => mark.label,
    fontSize: style.fontSize,
    fontFamily: style.fontFamily,
    fontWeight: 600 as const,
    color: markColour(mark, style),
    textBorderWidth: 0,
  };
}

function markColour({ verdict }: LabelledMark, { palette }: ChartContext['style']): string {
  return verdict === 'fail' ? palette.bad : palette.ink;
}

function shades({ marks, style, series }: ChartContext): NonNullable<LineSeriesOption['markArea']> {
  return {
    silent: true,
    itemStyle: { color: style.palette.shade },
    data: marks.flatMap(({ impact }) =>
      impact === null
        ? []
        : [[{ xAxis: Math.max(0, impact.from) }, { xAxis: Math.min(series.spanSeconds, impact.to) }]],
    ),
  };
}
