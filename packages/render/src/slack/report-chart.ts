/**
 * The chart that follows a report: large letters for phones, and a background of its own so that dark mode works too.
 */
import type { Report } from '@garbageday/core/report/report.ts';
import { renderChartPng } from '../chart/render-chart-png.ts';

/** 1,440 × 1,080 pixels; Slack shows some 360 points of width on a phone. */
export function reportChart(report: Report): Promise<Uint8Array> {
  return renderChartPng(report, { theme: 'light', width: 720, height: 540, fontSize: 19, scale: 2 });
}
