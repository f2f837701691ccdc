/** The chart of a report, by code that is loaded only when there is one to draw: a webhook can post none. */
import type { DrawChart } from '@garbageday/slack/tell-report.ts';

export const drawChart: DrawChart = async (report) => {
  const { reportChart } = await import('@garbageday/render/slack/report-chart.ts');
  return reportChart(report);
};
