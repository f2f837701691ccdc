/** How a report and its chart are called, the same whenever they are made. */
import type { Report } from '@garbageday/core/report/report.ts';
import { formatInstant } from '../format.ts';
import { headline } from '../summary/headline.ts';

/** One report per service and period. */
export function reportKey({ service, fromMs, toMs }: Report): string {
  return `${service}/${stamp(fromMs)}/${stamp(toMs)}`;
}

export type ChartText = { readonly filename: string; readonly title: string; readonly altText: string };

const longestAltText = 1_000;

export function chartText(report: Report): ChartText {
  const name = reportKey(report)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 120);
  const { service, fromMs, toMs } = report;
  return {
    filename: `garbageday-${name}.png`,
    title: `${service}: ${formatInstant(fromMs)} to ${formatInstant(toMs)}`.slice(0, 200),
    altText: `Latency, failures and error budget over time, kills marked. ${headline(report)}`.slice(
      0,
      longestAltText,
    ),
  };
}

function stamp(atMs: number): string {
  const at = new Date(atMs);
  return Number.isNaN(at.getTime()) ? 'never' : at.toISOString().slice(0, 19);
}
