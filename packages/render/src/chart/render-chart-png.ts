/** The report's chart as a PNG. */
import type { Report } from '@garbageday/core/report/report.ts';
import { palettes } from '../theme.ts';
import type { ChartSize } from './chart-layout.ts';
import { rasterize } from './rasterize.ts';
import { renderChartSvg } from './render-chart-svg.ts';

export type ChartPngOptions = ChartSize & { readonly theme: 'light' | 'dark'; readonly scale: number };

/** The picture of `renderChartSvg`, `scale` pixels per unit. */
export async function renderChartPng(report: Report, options: ChartPngOptions): Promise<Uint8Array> {
  const svg = renderChartSvg(report, options);
  return rasterize(svg, { scale: options.scale, background: palettes[options.theme].surface });
}
