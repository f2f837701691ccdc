import { toReportDocument } from '@garbageday/render/json/report-document.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReport } from './arbitrary-report.ts';
import { monthReport } from './month-report.ts';
import { numbersOf, schemaOf, undescribed } from './schema-checks.ts';
import { allReports } from './ugly-reports.ts';

const { schema, accepts, expectValid } = schemaOf('report-2');
const month = await monthReport(10);

describe('the document of a period', () => {
  it.each(Object.entries({ ...allReports, month }))('of %s satisfies the schema', (_, report) => {
    expectValid(toReportDocument(report));
  });

  it('of any report satisfies the schema and holds finite numbers only', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const document = toReportDocument(report);
        expectValid(document);
        expect(numbersOf(document).filter((value) => !Number.isFinite(value))).toEqual([]);
      }),
    );
  });

  it('carries what the model says, instants in UTC', () => {
    expect(toReportDocument(month)).toMatchObject({
      ...{ schema: 'garbageday/report@2', kind: 'window', seed: null, verdict: month.verdict },
      ...{ from: '2026-11-21T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' },
      attribution: { bad: month.attribution.bad, chaos: month.attribution.chaos },
      slos: month.slos.map(({ name, good, total, remaining }) => ({ name, good, total, remaining })),
      unplannedLosses: null,
    });
  });
});

describe('the schema', () => {
  it.each([
    ['an unknown property', { surprise: 1 }],
    ['another version', { schema: 'garbageday/report@1' }],
    ['an unknown kind', { kind: 'year' }],
    ['a local time', { from: 1 }],
  ])('rejects %s', (_, change) => {
    expect(accepts({ ...toReportDocument(month), ...change })).toBe(false);
  });

  it('describes every property', () => expect(undescribed(schema)).toEqual([]));
});
