import type { Report } from '@garbageday/core/report/report.ts';
import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReport } from './arbitrary-report.ts';
import { elementsOf, visibleText } from './markup-checks.ts';
import { sampleReport } from './sample-report.ts';
import { allReports, brokenReport, noDataReport, uglyReport } from './ugly-reports.ts';

/** Many pages, on a machine that may be busy. */
const slow = { timeout: 60_000 };

const page = renderReportHtml(sampleReport);

describe('the page', () => {
  it.each(Object.entries(allReports))('of %s is well formed', (_, report) => {
    expect(() => elementsOf(renderReportHtml(report))).not.toThrow();
  });

  it('of any report is well formed', slow, () => {
    const check = (report: Report) => {
      elementsOf(renderReportHtml(report));
    };
    fc.assert(fc.property(anyReport, check), { numRuns: 30 });
  });

  it('asks nobody for anything', () => {
    const names = /http:\/\/www\.w3\.org\/(2000\/svg|1999\/xlink)/g;
    expect(page.replace(names, '')).not.toMatch(/https?:|url\((?!#)|@import|src=|<script/);
    expect(page).toContain(`content="default-src 'none';style-src 'unsafe-inline';img-src data:"`);
  });

  it('has a language, a title, one h1, and sections under h2', () => {
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<title>wordcount: The service kept its promise');
    expect(elementsOf(page).filter((element) => element === 'h1')).toHaveLength(1);
    const headings = elementsOf(page).filter((element) => /^h\d$/.test(element));
    expect(headings.slice(0, 3)).toEqual(['h1', 'h2', 'h2']);
  });

  it('captions its tables and scopes their headers', () => {
    const count = (element: string) => elementsOf(page).filter((one) => one === element).length;
    expect(count('caption')).toBe(count('table'));
    expect(page).not.toMatch(/<th(?! scope=|ead)/);
  });

  it('tells who cannot see the chart what it shows', () => {
    expect(page).toContain('<svg role="img" aria-label="Chart. The service kept its promise: 4 kills');
  });

  it('knows light and dark and paper', () => {
    expect(page).toContain('@media (prefers-color-scheme:dark)');
    expect(page).toContain('@media print');
  });

  it('takes every colour of its charts from the page', () => {
    const svgs = page.match(/<svg role.*?<\/svg>/gs) ?? [];
    expect(svgs).toHaveLength(2);
    for (const svg of svgs)
      expect(svg.match(/(?:fill|stroke)="(?!var\(|none|#000|#e0a030|transparent)[^"]*"/g)).toBeNull();
  });

  it('uses no id twice', () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('escapes whatever it is given', () => {
  const ugly = renderReportHtml(uglyReport);
  expect(ugly).not.toMatch(/<script|<img|<b>web|<i>|\p{Cc}(?<!\n)/u);
  expect(visibleText(ugly)).toContain('<script>alert("1")</script> & überlanger');
});

it('begins with the verdict, then says what went wrong', () => {
  const text = visibleText(renderReportHtml(brokenReport));
  const order = [
    'broke its promise: 3 kills, 778 of 17,204',
    '3 writes lost.',
    'was aborted:',
    'What users felt',
    'Refused',
  ];
  const places = order.map((part) => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

it('draws no empty chart and no empty table', () => {
  const empty = renderReportHtml(noDataReport);
  expect(empty).not.toMatch(/<svg role|<table|aria-labelledby="refused"/);
});

it('is small enough to send around', () => expect(page.length).toBeLessThan(120_000));
