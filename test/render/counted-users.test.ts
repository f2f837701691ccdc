/** Every format names who counted the users' requests. */
import type { TrafficSource } from '@garbageday/core/probe/traffic-source.ts';
import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import { toReportDocument } from '@garbageday/render/json/report-document.ts';
import { renderReportMarkdown } from '@garbageday/render/markdown/report-markdown.ts';
import { renderOpenMetrics } from '@garbageday/render/openmetrics/open-metrics.ts';
import { reportMessage } from '@garbageday/render/slack/report-message.ts';
import { renderReportText } from '@garbageday/render/terminal/report-text.ts';
import { describe, expect, it } from 'vitest';
import { byLogs, byMetrics, day, reportOf } from '../fakes/counted-users.ts';
import { schemaOf } from './schema-checks.ts';

describe.each<[string, TrafficSource, string]>([
  ['alb-metrics', byMetrics, 'ALB metrics'],
  ['alb-access-logs', byLogs, 'ALB access logs'],
])('by %s it names its source', (kind, measuredBy, words) => {
  const sentence = `143,990/144,000 user requests in ${words} succeeded`;

  it('in the terminal, on the page, in Markdown', async () => {
    const report = await reportOf({ measuredBy });
    const flat = renderReportText(report, { columns: 140, colour: false }).replaceAll(/\s+/g, ' ');
    expect(flat).toContain(sentence);
    expect(flat).toContain('14,400/14,400 probes succeeded');
    expect(flat).toContain(`144,000 requests in ${words}, 10 failed. Longest wait 900 ms.`);
    expect(renderReportHtml(report)).toContain(sentence);
    expect(renderReportMarkdown(report)).toContain(sentence);
  });

  it('in Slack', async () => {
    const report = await reportOf({ measuredBy });
    const links = { dashboard: null, report: null, runbook: null };
    const frame = { stage: 'production', mention: { page: null, ticket: null }, links };
    const message = JSON.stringify(reportMessage(report, frame));
    expect(message).toContain(sentence);
    expect(message).toContain('14,400/14,400 probes succeeded');
  });

  it('in JSON, as the schema has it, and in OpenMetrics', async () => {
    const report = await reportOf({ measuredBy });
    const document = toReportDocument(report);
    expect(document.slos.map(({ measuredBy: by }) => by)).toEqual([kind, kind, undefined]);
    expect(document.journeys?.map(({ name, measuredBy: by }) => [name, by])).toEqual([
      ['users', kind],
      ['probe', undefined],
    ]);
    schemaOf('report-2').expectValid(document);
    expect(renderOpenMetrics(report)).toContain(
      `garbageday_slo_events{service="wordcount",slo="users: availability",journey="users",measured_by="${kind}"`,
    );
  });
});

it('says of metrics that their percentiles are bounds, and of logs what was measured', async () => {
  const latencyIn = async (measuredBy: TrafficSource) =>
    renderReportText(await reportOf({ measuredBy }), { columns: 140, colour: false }).replaceAll(/\s+/g, ' ');
  expect(await latencyIn(byMetrics)).toMatch(/, in ALB metrics: p50 at most \d/);
  expect(await latencyIn(byLogs)).toMatch(/, in ALB access logs: p50 \d/);
});

it('says of whom it has not heard', async () => {
  const report = await reportOf({ until: day - 300 });
  expect(renderReportText(report, { columns: 120, colour: false })).toMatch(
    /ALB metrics of users cover 80\.\d+% of this day; a verdict needs\s+90%/,
  );
});
