/** The report's chart as a PNG. */
import type { Report } from '@garbageday/core/report/report.ts';
import { palettes } from '../theme.ts';
import type { ChartSize } from './chart-layout.ts';
import { rasterize } from './rasterize.ts';
import { renderChartSvg } from './render-chart-svg.ts';

export type ChartPngOptions = ChartSize & { readonly theme: 'light' | 'dark'; readonly scale: number };

/** The picture from `renderChartSvg` with a margin around it, at `scale` pixels per unit. */
export async function renderChartPng(report: Report, options: ChartPngOptions): Promise<Uint8Array> {
  const { width, height, fontSize, theme, scale } = options;
  const margin = fontSize * 0.9;
  const inner = { width: width - 2 * margin, height: height - 2 * margin };
  const chart = renderChartSvg(report, { theme, fontSize, ...inner });
  const svg = chart.replace(
    /^<svg ([^>]*?)width="[^"]*" height="[^"]*"([^>]*?)viewBox="[^"]*"/,
    `<svg $1width="${width}" height="${height}"$2viewBox="${-margin} ${-margin} ${width} ${height}"`,
  );
  return rasterize(svg, { scale, background: palettes[theme].surface });
}
