import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import { toJournals } from '@garbageday/render/journal/journal.ts';
import { toGameDayDocument } from '@garbageday/render/json/game-day-document.ts';
import { toReportDocument } from '@garbageday/render/json/report-document.ts';
import { renderReportMarkdown } from '@garbageday/render/markdown/report-markdown.ts';
import { renderOpenMetrics } from '@garbageday/render/openmetrics/open-metrics.ts';
import { bareFrame } from '@garbageday/render/slack/frame.ts';
import { reportMessage } from '@garbageday/render/slack/report-message.ts';
import { findings, headline } from '@garbageday/render/summary/headline.ts';
import { renderReportText } from '@garbageday/render/terminal/report-text.ts';
import { describe, expect, it } from 'vitest';
import { visibleText } from './markup-checks.ts';
import { sampleDay } from './sample-day.ts';
import { samplePlan, sampleReport, sampleTarget } from './sample-report.ts';

const atMs = sampleDay.fromMs + 3_600_000;
const plan = { ...samplePlan('left-behind', 'web', 'terminate', 22), plannedAtMs: atMs };
const dead: ExperimentOutcome = {
  ...{ kind: 'unfinished', plan, target: sampleTarget('web-b', 'i-0c1d4e7a') },
  ...{ injectedAtMs: atMs, state: 'recovering', atMs: atMs + 400 },
};
const neverBegun: ExperimentOutcome = {
  ...{ kind: 'unfinished', plan: { ...plan, id: 'never-begun' }, target: null },
  ...{ injectedAtMs: null, state: 'drawn', atMs: atMs - 60_000 },
};
const report: Report = { ...sampleDay, experiments: [dead, neverBegun] };

const formats: readonly (readonly [name: string, render: (report: Report) => string])[] = [
  ['the text', (given) => renderReportText(given, { columns: 140, colour: false })],
  ['the page', (given) => visibleText(renderReportHtml(given))],
  ['the Markdown', renderReportMarkdown],
  ['Slack', (given) => JSON.stringify(reportMessage(given, bareFrame))],
  ['the JSON', (given) => JSON.stringify(toReportDocument(given))],
  ['the journals', (given) => JSON.stringify(toJournals(given))],
];

describe.each(formats)('an experiment without an end in %s', (_, render) => {
  it('is told with its last state, also when it never began', () => {
    const text = render(report).replaceAll(/\\n|\s+/g, ' ');
    expect(text).toContain('No end is recorded: recovering since ');
    expect(text).toMatch(/It was drawn for .{10,40} and has not begun/);
  });
});

describe('an experiment without an end', () => {
  it('counts as a kill when its fault was injected, and as not measured', () => {
    expect(headline(report)).toContain(': 1 kill (1 not measured) in 1 d');
    expect(renderOpenMetrics(report)).toMatch(/experiments_injected\{[^\n]*\} 1\n/);
  });

  it('is a finding', () => {
    expect(findings(report).map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Kill 1 \(web-b, terminate\) has no end: No end is recorded/),
      ]),
    );
  });

  it('has an outcome of its own in both documents', () => {
    expect(toReportDocument(report).experiments).toMatchObject([
      { id: 'left-behind', outcome: 'unfinished', injected: true, verdict: null, probes: null },
      { id: 'never-begun', outcome: 'unfinished', injected: false, target: null },
    ]);
    const run = { ...sampleReport, experiments: [dead] };
    expect(toGameDayDocument(run).experiments).toMatchObject([
      { outcome: 'unfinished', injectedAtMs: atMs - sampleReport.fromMs, verdict: null },
    ]);
  });
});
