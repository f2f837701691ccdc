/** The keys of a report and its chart, the same whenever they are made. */
import type { Report } from '@garbageday/core/report/report.ts';
import { headline } from '../summary/headline.ts';
import { periodText } from './period-text.ts';
import { clipPlain } from './slack-text.ts';

/** One report per service, kind and period. */
export function reportKey({ service, kind, fromMs, toMs }: Report): string {
  return `${service}/${kind}/${stamp(fromMs)}/${stamp(toMs)}`;
}

export type ChartText = { readonly filename: string; readonly title: string; readonly altText: string };

const longestAltText = 1_000;
const longestTitle = 200;

export function chartText(report: Report): ChartText {
  const name = reportKey(report)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 120);
  return {
    filename: `garbageday-${name}.png`,
    title: clipPlain(`${report.service}, ${periodText(report)}`, longestTitle),
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
