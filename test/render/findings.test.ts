/** What was found about a server, in every format that has a place for it. */

import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import { toGameDayDocument } from '@garbageday/render/json/game-day-document.ts';
import { renderReportMarkdown } from '@garbageday/render/markdown/report-markdown.ts';
import { serverFindings } from '@garbageday/render/summary/server-findings.ts';
import { renderReportText } from '@garbageday/render/terminal/report-text.ts';
import { describe, expect, it } from 'vitest';
import { sampleImpact, sampleKill, samplePlan, sampleReport, sampleTarget } from './sample-report.ts';
import { schemaOf } from './schema-checks.ts';

const finding = {
  kind: 'ends-at-once',
  group: 'web',
  text: 'SIGTERM ends <your> server at once',
  see: 'docs/graceful-shutdown.md',
} as const;

function kill(group: string, bad: number) {
  const impact = sampleImpact(20, { probes: { sent: 80, bad } });
  return sampleKill(samplePlan('x', group, 'terminate', 20), sampleTarget(`${group}-a`, 'i-1'), impact);
}

const found = { ...sampleReport, findings: [finding] };

describe('findings', () => {
  it('are in the document for machines, as the schema says', () => {
    const document = toGameDayDocument(found);
    schemaOf('gameday-1').expectValid(document);
    expect(document.findings).toEqual([finding]);
  });

  it('are left out of it where there are none', () => {
    expect(toGameDayDocument(sampleReport)).not.toHaveProperty('findings');
  });

  it('are a section of their own for people, and none where there are none', () => {
    const options = { columns: 120, colour: false };
    expect(renderReportText(found, options)).toMatch(
      /\nFound\n {2}• .*\n {2}• SIGTERM ends <your> server at once; see docs\/graceful-shutdown\.md \(Node, Express, Python, Go, …\)\.\n/,
    );
    expect(renderReportMarkdown(found)).toContain('- SIGTERM ends \\<your\\> server at once; see docs/');
    expect(renderReportHtml(found)).toContain('<li>SIGTERM ends &lt;your&gt; server at once; see docs/');
    expect(renderReportText(sampleReport, options)).not.toContain('Found');
    expect(renderReportMarkdown(sampleReport)).not.toContain('Found');
    expect(renderReportHtml(sampleReport)).not.toContain('>Found<');
  });

  it.each<[what: string, experiments: readonly ReturnType<typeof kill>[], first: string]>([
    ['none was hit', [kill('data', 1)], 'SIGTERM ends'],
    ['one was hit', [kill('web', 0)], '0 of 1 kill in web was felt by the probe.'],
    [
      'several were hit',
      [kill('web', 3), kill('web', 0), kill('data', 2)],
      '1 of 2 kills in web were felt by the probe.',
    ],
  ])('say how many kills were felt where %s', (_what, experiments, first) => {
    expect(serverFindings({ ...found, experiments })[0]).toContain(first);
  });
});
