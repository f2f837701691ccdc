/** The report's chart as SVG, drawn by ECharts without a browser. */
import type { Report } from '@garbageday/core/report/report.ts';
import { BarChart, type BarSeriesOption, LineChart, type LineSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
  type TitleComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { escapeMarkup } from '../html/escape-markup.ts';
import { headline } from '../summary/headline.ts';
import { palettes, type Theme } from '../theme.ts';
import { badAxis, budgetAxis, latencyAxis, timeAxis } from './axis-options.ts';
import { type ChartContext, type ChartStyle, chartContext } from './chart-context.ts';
import type { ChartSize } from './chart-layout.ts';
import { seriesOptions } from './series-options.ts';
import { titleOptions } from './title-options.ts';

use([BarChart, LineChart, GridComponent, MarkAreaComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

export type ChartSvgOptions = ChartSize & {
  /** `page`: colours are CSS custom properties, the font is the page's. */
  readonly theme: Theme;
  /** The prefix of every id, so that several charts can share a page. */
  readonly idPrefix?: string;
};

/**
 * User latency, failures and error budget over time, kills marked and their impact windows shaded. The background is
 * transparent. The same report and options give the same text.
 */
export function renderChartSvg(report: Report, options: ChartSvgOptions): string {
  const { theme, width, height, fontSize, idPrefix = 'chart' } = options;
  const fontFamily = theme === 'page' ? 'inherit' : 'Inter';
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(chartOption(report, { width, height, fontSize, palette: palettes[theme], fontFamily }));
    return tidied(chart.renderToSVGString(), `Chart. ${headline(report)}`, idPrefix);
  } finally {
    chart.dispose();
  }
}

/** Removes hover rules, metadata and invisible boxes behind headings; adds stable ids and a name for screen readers. */
function tidied(svg: string, name: string, idPrefix: string): string {
  return svg
    .replace(/<style\s*>.*?<\/style>\s*/s, '')
    .replace(/<path [^>]*fill-opacity="0"[^>]*><\/path>\s*/g, '')
    .replace(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `${idPrefix}-`)
    .replace('<svg ', `<svg role="img" aria-label="${escapeMarkup(name)}" `);
}

type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TitleComponentOption
>;

/** Everything ECharts needs to draw the report in this style. */
function chartOption(report: Report, style: ChartStyle): ChartOption {
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
