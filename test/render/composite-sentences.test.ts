import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import { renderReportMarkdown } from '@garbageday/render/markdown/report-markdown.ts';
import { compositeSentences } from '@garbageday/render/summary/composite-sentences.ts';
import { renderReportText } from '@garbageday/render/terminal/report-text.ts';
import { describe, expect, it } from 'vitest';
import { sampleDay } from './sample-day.ts';
import { sampleReport } from './sample-report.ts';

describe('a composite', () => {
  it('says what it is made of, what came of it, and what is left', () => {
    expect(compositeSentences(sampleDay)).toEqual([
      'the shop: 75% journey and 25% fast enough make 99.91%; 95% CI 99.89–99.93%. Target 99% met. 91% of the 30d budget left.',
    ]);
  });

  it('says which member has no data, and nothing else', () => {
    const silent = sampleDay.composites.map((composite) => ({
      ...composite,
      ...{ sli: null, interval: null, verdict: 'no-data' as const },
      warnings: ['No data of "journey": the composite has no result.'],
    }));
    expect(compositeSentences({ ...sampleDay, composites: silent })).toEqual([
      'the shop: No data of "journey": the composite has no result.',
    ]);
  });

  it('has a section of its own in every format for people, where there is one', () => {
    const rendered = (report: typeof sampleDay) => [
      renderReportText(report, { columns: 120, colour: false }),
      renderReportMarkdown(report),
      renderReportHtml(report),
    ];
    for (const text of rendered(sampleDay)) expect(text).toContain('Composites');
    for (const text of rendered(sampleReport)) expect(text).not.toContain('Composites');
  });
});
