/** The report's timeline as ECharts options: user latency, failures and error budget above one another, kills marked. */
import type { Report } from '@garbageday/core/report/report.ts';
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TitleComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { badAxis, budgetAxis, latencyAxis, timeAxis } from './axis-options.ts';
import { type ChartContext, type ChartStyle, chartContext } from './chart-context.ts';
import { seriesOptions } from './series-options.ts';
import { titleOptions } from './title-options.ts';

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TitleComponentOption
>;

/** Everything ECharts needs to draw the report in this style. */
export function chartOption(report: Report, style: ChartStyle): ChartOption {
  const context = chartContext(report, style);
  return {
    animation: false,
    textStyle: { fontFamily: style.fontFamily, fontSize: style.fontSize, color: style.palette.muted },
    title: titleOptions(context),
    grid: grids(context),
    xAxis: [timeAxis(0, context), timeAxis(1, context), timeAxis(2, context)],
    yAxis: [latencyAxis(context), badAxis(context), budgetAxis(context)],
    series: seriesOptions(context),
  };
}

function grids({ layout }: ChartContext): GridComponentOption[] {
  return [layout.latency, layout.bad, layout.budget].map(({ top, height }) => ({
    left: layout.left,
    right: layout.right,
    top,
    height,
    outerBoundsMode: 'none',
  }));
}
