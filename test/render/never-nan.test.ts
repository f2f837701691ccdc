/** No format ever says NaN, Infinity, undefined or null, whatever the report. */
import type { Report } from '@garbageday/core/report/report.ts';
import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import { toJournals } from '@garbageday/render/journal/journal.ts';
import { toReportDocument } from '@garbageday/render/json/report-document.ts';
import { renderReportMarkdown } from '@garbageday/render/markdown/report-markdown.ts';
import { renderOpenMetrics } from '@garbageday/render/openmetrics/open-metrics.ts';
import { renderReportPictureSvg } from '@garbageday/render/picture/report-picture.ts';
import { renderReportText } from '@garbageday/render/terminal/report-text.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReport } from './arbitrary-report.ts';
import { noDataReport } from './ugly-reports.ts';

const formats: Readonly<Record<string, (report: Report) => string>> = {
  text: (report) => renderReportText(report, { columns: 100, colour: false }),
  page: renderReportHtml,
  picture: (report) => renderReportPictureSvg(report, 'light'),
  Markdown: renderReportMarkdown,
  OpenMetrics: renderOpenMetrics,
};

/** JSON says null of what is not known; everything else has words for it. */
const documents: Readonly<Record<string, (report: Report) => unknown>> = {
  document: toReportDocument,
  journals: toJournals,
};

const nowhere = /\b(NaN|Infinity|undefined|null)\b/;

const emptyPeriod: Report = { ...noDataReport, kind: 'window', seed: null, users: null, resilience: [] };

/** Names from anywhere may well be called null. */
function hasInnocentNames(report: Report): boolean {
  return !/NaN|Infinity|undefined|null"/.test(
    JSON.stringify(report, (_, value) => (value === null ? 0 : value)),
  );
}

describe.each(Object.entries(formats))('the %s', (_, render) => {
  it('of any report says numbers, or that there are none', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyReport.filter(hasInnocentNames), (report) => {
        expect(render(report)).not.toMatch(nowhere);
      }),
      { numRuns: 60 },
    );
  });

  it('of a period without data says so', () => {
    expect(render(emptyPeriod)).not.toMatch(nowhere);
  });
});

describe.each(Object.entries(documents))('the %s', (_, documentOf) => {
  it('of any report survives JSON', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const document = documentOf(report);
        expect(JSON.parse(JSON.stringify(document))).toEqual(JSON.parse(JSON.stringify(document, finite)));
      }),
    );
  });
});

function finite(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} in a document`);
  return value;
}
