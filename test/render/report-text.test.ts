import { stripVTControlCharacters } from 'node:util';
import type { Report } from '@garbageday/core/report/report.ts';
import { renderReportText } from '@garbageday/render/terminal/report-text.ts';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { anyReport } from './arbitrary-report.ts';
import { sampleReport } from './sample-report.ts';
import { allReports, brokenReport, noDataReport } from './ugly-reports.ts';

/** Many reports, on a machine that may be busy. */
const slow = { timeout: 60_000 };

function text(report: Report, columns = 140): string {
  return renderReportText(report, { columns, colour: false });
}

describe('the text', () => {
  it('begins with the verdict', () => {
    expect(text(sampleReport).split('\n')[0]).toBe(
      '✔ The service kept its promise: 4 kills, 0 of 18,040 user requests failed.',
    );
  });

  it('never overflows, from 40 columns up', slow, () => {
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 40, max: 200 }), (report, columns) => {
        for (const line of text(report, columns).split('\n'))
          expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('has no escape code without colour, and the same text with it', slow, () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const coloured = renderReportText(report, { columns: 120, colour: true });
        const trimmed = stripVTControlCharacters(coloured)
          .split('\n')
          .map((line) => line.trimEnd());
        expect(text(report, 120)).not.toMatch(/\p{Cc}(?<!\n)/u);
        expect(trimmed.join('\n')).toBe(text(report, 120));
      }),
    );
  });

  it('never says NaN, Infinity, undefined or null', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const names = JSON.stringify(report);
        if (!/NaN|Infinity|undefined|null/.test(names.replace(/:null/g, ''))) {
          expect(text(report)).not.toMatch(/NaN|Infinity|undefined|null/);
        }
      }),
    );
  });
});

it('shows the kills as a table where it fits and as blocks where it does not', () => {
  expect(text(sampleReport, 120)).toMatch(
    /2 {2}✔ pass +0:38 {2}data-a i-9d02c4b1 primary +terminate +641 ms/,
  );
  expect(text(sampleReport, 80)).toMatch(/detected 641 ms {3}replaced 3\.41 s {3}recovered in 1\.20 s/);
});

it('explains what went wrong right below the verdict, worst first', () => {
  const [verdict, ...rest] = text(brokenReport).split('\n');
  expect(verdict).toBe('✖ The service broke its promise: 3 kills, 778 of 17,204 user requests failed.');
  expect(rest.slice(0, 3)).toEqual([
    '  5,404 inserts acknowledged, 5,401 stored: 3 writes lost.',
    '  Kill 1 (web-b, power cut) failed: 31 of 82 probes failed (27 status-5xx, 4 timeout); the limit is 0. The p99 rose to 4200 ms; it was to',
    '  stay within 1500 ms.',
  ]);
});

it.each([
  [
    'objectives in the words of the statistics',
    brokenReport,
    '298/300 probes succeeded (99.33%; 95% CI 97.60–99.82%). Target 99.9% missed.',
  ],
  ['objectives that cannot be proven yet', sampleReport, 'Target 99.9% not yet provable.'],
  ['objectives without data', noDataReport, 'No probes in this window: no data.'],
  [
    'latency objectives with their threshold',
    sampleReport,
    '17,958/18,040 user requests succeeded within 300 ms',
  ],
  ['an overspent budget', brokenReport, '−241% of the 30d budget left'],
  [
    'what clean kills prove',
    sampleReport,
    'web: 2 of 2 kills clean, which proves little: up to 77.64% of kills may be felt (95% confidence). 27 more clean kills',
  ],
  ['a group that was never killed', noDataReport, 'web: Not killed yet: nothing proven.'],
  [
    'refusals with their reason',
    brokenReport,
    '⊘ 0:54 web terminate: no redundancy. 2 of 3 healthy, 1 victim would leave 1, 2 required',
  ],
  [
    'that every write is there',
    sampleReport,
    '6,013 inserts acknowledged, 6,013 stored: no write lost, none counted twice.',
  ],
  [
    'that the budget was not touched',
    noDataReport,
    'No bad events at the probe (failed or too slow): nothing was spent.',
  ],
  ['who spent the budget', sampleReport, 'kill 2, data-a          80   1.79%'],
  [
    'that nothing is proven',
    noDataReport,
    'Not proven either way: nothing was killed, no user requests were sent.',
  ],
])('says %s', (_, report, expected) => expect(text(report)).toContain(expected));

it('leaves out the sections that have nothing to say', () => {
  expect(text(sampleReport)).not.toContain('Refused');
  expect(text(noDataReport)).not.toContain('Kills\n');
});

it.each([
  ['lost', { acknowledged: 10, stored: 9 }, '10 inserts acknowledged, 9 stored: 1 write lost.'],
  ['doubled', { failed: 0, acknowledged: 10, stored: 12 }, '2 writes counted twice.'],
  [
    'doubled beside what failed',
    { failed: 1, acknowledged: 10, stored: 12 },
    'at least 1 write counted twice, beside what requests that failed may have stored.',
  ],
  [
    'doubled, where the probe writes as well',
    { failed: 0, unanswered: 1, acknowledged: 10, stored: 12 },
    '10 writes acknowledged, 12 stored: at least 1 write counted twice, beside what requests that failed may have stored.',
  ],
  [
    'stored without an answer',
    { failed: 1, acknowledged: 10, stored: 11 },
    '10 inserts acknowledged, 11 stored: no write lost; 1 of the requests that failed was stored all the same.',
  ],
  [
    'unknown',
    { acknowledged: 1, stored: null },
    '1 insert acknowledged; how many are stored could not be read.',
  ],
])('says when writes are %s', (_, writes, expected) => {
  expect(text({ ...sampleReport, users: { ...sampleReport.users, ...writes } })).toContain(expected);
});

it('draws every ugly report without failing', () => {
  for (const report of Object.values(allReports)) expect(text(report, 80).length).toBeGreaterThan(200);
});
