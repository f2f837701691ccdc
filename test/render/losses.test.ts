import type { Report } from '@garbageday/core/report/report.ts';
import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import { toGameDayDocument } from '@garbageday/render/json/game-day-document.ts';
import { toReportDocument } from '@garbageday/render/json/report-document.ts';
import { renderReportMarkdown } from '@garbageday/render/markdown/report-markdown.ts';
import { renderOpenMetrics } from '@garbageday/render/openmetrics/open-metrics.ts';
import { bareFrame } from '@garbageday/render/slack/frame.ts';
import { reportMessage } from '@garbageday/render/slack/report-message.ts';
import { renderReportText } from '@garbageday/render/terminal/report-text.ts';
import { describe, expect, it } from 'vitest';
import { visibleText } from './markup-checks.ts';
import { sampleDay } from './sample-day.ts';
import { sampleReport } from './sample-report.ts';

function inOneLine(text: string) {
  return text.replaceAll(/\\n|\s+/g, ' ');
}

const formats: readonly (readonly [name: string, render: (report: Report) => string])[] = [
  ['the text', (report) => renderReportText(report, { columns: 140, colour: false })],
  ['the page', (report) => visibleText(renderReportHtml(report))],
  ['the Markdown', renderReportMarkdown],
  ['Slack', (report) => JSON.stringify(reportMessage(report, bareFrame))],
];

const notRecorded: Report = {
  ...sampleDay,
  unplannedLosses: null,
  resilience: sampleDay.resilience.map((trend) => ({ ...trend, unplannedLosses: null })),
  attribution: {
    ...sampleDay.attribution,
    ...{ unplanned: null, unexplained: 39 },
    spent: { total: 0.0177, chaos: 0.0027, unplanned: null, unexplained: 0.015 },
  },
};

const lost = { group: 'web', fromMs: sampleReport.fromMs + 5_000, toMs: sampleReport.fromMs + 9_000 };

const unluckyRun = {
  ...sampleReport,
  unplannedLosses: [lost, lost],
  attribution: {
    ...sampleReport.attribution,
    ...{ unplanned: 1, unexplained: 1 },
    spent: { total: 0.0183, chaos: 0.0179, unplanned: 0.0002, unexplained: 0.0002 },
  },
};

describe.each(formats)('unplanned losses in %s', (_, render) => {
  it('stand beside planned ones, with what they cost', () => {
    const text = inOneLine(render(sampleDay));
    expect(text).toContain('Planned losses: 1, unplanned losses: 1.');
    expect(text).toContain('Planned losses: 1, unplanned losses: 0.');
    expect(text).toContain('31 by unplanned losses (1.2%)');
  });

  it('are said not to be recorded where nobody records them', () => {
    const text = inOneLine(render(notRecorded));
    expect(text).toContain('Planned losses: 1, unplanned losses: not recorded.');
    expect(text).toContain('unplanned losses not recorded');
  });

  it('are told of in a run that had some', () => {
    const text = inOneLine(render(unluckyRun));
    expect(text).toContain('80 caused by chaos');
    expect(text).toContain('1 by unplanned losses');
    expect(text).toContain('Planned losses: 4, unplanned losses: 2.');
  });

  it('are not mentioned in a run that had none', () => {
    expect(render({ ...sampleReport, unplannedLosses: [] })).toBe(render(sampleReport));
  });
});

describe('unplanned losses for machines', () => {
  it('are listed, counted by group and priced in JSON', () => {
    const { unplannedLosses, attribution, resilience } = toReportDocument(sampleDay);
    expect(unplannedLosses).toMatchObject([{ group: 'web' }]);
    expect(resilience.map((trend) => trend.unplannedLosses)).toEqual([1, 0, 0]);
    expect(attribution).toMatchObject({ chaos: 7, unplanned: 31, unexplained: 8 });
    expect(toReportDocument(notRecorded).unplannedLosses).toBeNull();
  });

  it('are metrics where they are recorded, and none where they are not', () => {
    const metrics = renderOpenMetrics(sampleDay);
    expect(metrics).toContain('garbageday_losses_unplanned{service="wordcount",group="web"} 1\n');
    expect(metrics).toContain('cause="unplanned"} 31\n');
    expect(renderOpenMetrics(notRecorded)).not.toContain('unplanned');
    expect(toReportDocument(notRecorded).attribution).toMatchObject({
      ...{ unplanned: null, unexplained: 39 },
      spent: { unplanned: null },
    });
  });

  it('leave garbageday/gameday@1 as it was', () => {
    expect(Object.keys(toGameDayDocument(unluckyRun).attribution)).toEqual(
      Object.keys(toGameDayDocument(sampleReport).attribution),
    );
    expect(toGameDayDocument(unluckyRun)).toEqual(toGameDayDocument(sampleReport));
  });
});
