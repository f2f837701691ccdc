/** Draws the chart of a report with code that is loaded only when needed: a webhook cannot post charts. */
import type { DrawChart } from '@garbageday/slack/tell-report.ts';

export const drawChart: DrawChart = async (report) => {
  const { reportChart } = await import('@garbageday/render/slack/report-chart.ts');
  return reportChart(report);
};
