import type { Report } from '@garbageday/core/report/report.ts';
import { renderReportMarkdown } from '@garbageday/render/markdown/report-markdown.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import { periodText } from '@garbageday/render/slack/period-text.ts';
import { reportMessage } from '@garbageday/render/slack/report-message.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../fixtures/slack/check-message.ts';
import { anyReport } from './arbitrary-report.ts';
import { sampleDay, sampleWeek } from './sample-day.ts';
import { sampleReport } from './sample-report.ts';
import { allReports, brokenReport, noDataReport, uglyReport } from './ugly-reports.ts';

/** Every text of the message, block by block, as Slack would show it. */
function shown({ blocks }: SlackMessage): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'divider') return [];
    return block.type === 'context' ? block.elements.map(({ text }) => text) : [block.text.text];
  });
}

/** Without what keeps `84.` from beginning a numbered list; with the day that Slack names in words. */
function markdownOf(report: Report): string {
  return `${renderReportMarkdown(report).replaceAll('\\', '')} ${periodText(report)}`;
}

function whole(report: Report): string {
  return shown(reportMessage(report)).join('\n');
}

describe('a report in Slack', () => {
  it.each(Object.entries({ ...allReports, sampleDay, sampleWeek }))(
    'keeps every limit of Slack: %s',
    (_, report) => {
      expect(faultsOf({ ...reportMessage(report) })).toEqual([]);
    },
  );

  it('keeps every limit of Slack, whatever is in it, and never says NaN or Infinity', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const message = reportMessage(report);
        expect(faultsOf({ ...message })).toEqual([]);
        expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(10_000);
        expect(message.text.length).toBeLessThanOrEqual(1_000);
        const own = JSON.stringify(report);
        if (!/NaN|Infinity|undefined/.test(own))
          expect(JSON.stringify(message)).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: 300 },
    );
  });

  it('begins with the verdict, then says what to do', () => {
    const [header, context, findings, todo] = shown(reportMessage(sampleDay));
    expect(header).toBe('❌ The service broke its promise: 2 kills in 1 d, 46 of 86,400 probes failed.');
    expect(context).toBe(
      '*wordcount*, Monday 23 November 2026 (Europe/Berlin), on aws: application load balancer, MongoDB replica set',
    );
    expect(findings).toMatch(/^❌ Kill 2 \(data-a, terminate\) failed: 7 of 94 probes failed/);
    expect(todo).toMatch(/^\*What to do\*\n• journey burns its budget too fast/);
  });

  it('says that there is nothing to do when there is nothing', () => {
    expect(whole(noDataReport)).toContain('*What to do*\nNothing.');
  });

  it('has one line per objective, with what is left of its budget and what burns', () => {
    expect(whole(sampleDay)).toContain(
      [
        '*Objectives*',
        '✅ *journey* 99.9% met so far `█████░░░░░` 50.46% of the 30d budget left 🔥 ticket alert fires, spent in 4 d 21 h at this rate',
        '✅ *latency* 99% met so far `████████░░` 84.97% of the 30d budget left',
      ].join('\n'),
    );
  });

  it('draws no bar where nothing was measured, and an empty one where nothing is left', () => {
    expect(whole(noDataReport)).not.toMatch(/[█░]/);
    expect(whole(brokenReport)).toContain('`░░░░░░░░░░` −241% of the 30d budget left');
  });

  it('says of each kill what users felt and what it cost, and of each refusal why', () => {
    const text = whole(sampleDay);
    expect(text).toMatch(
      /❌ \*data-a\* terminate at .*: fail, 7 of 94 probes failed, p99 14 ms → 612 ms, recovered in 8\.20 s, cost 0\.27% of the budget/,
    );
    expect(text).toMatch(
      /🚫 \*load-balancer\* terminate at .*: overlapping experiment\. data is still recovering/,
    );
  });

  it('says what changed against the period before', () => {
    expect(whole(sampleDay)).toContain(
      [
        '*What changed*',
        '▼ *journey* 99.997% → 99.95%, worse than the period before',
        '▲ *latency* 99.81% → 99.85%, better than the period before',
      ].join('\n'),
    );
  });

  it('says in small print where the budget went, what chaos may still spend, and what is proven', () => {
    const text = whole(sampleDay);
    for (const sentence of [
      '46 bad events at the probe (failed) took 1.77% of the budget of journey: 7 caused by chaos (0.27%)',
      'Budget policy: chaos may run.',
      '*web*: 30 of 30 kills clean: with 95% confidence at most 9.50% of kills are felt. Last proof: less than a day ago.',
      'Planned maintenance counts for nothing here: 1 interval, 30 min. With it: journey 2,592,011/2,593,800.',
    ])
      expect(text).toContain(sentence);
  });

  it.each(Object.entries({ sampleReport, brokenReport, noDataReport, sampleDay, sampleWeek }))(
    'says no number that the Markdown does not say: %s',
    (_, report) => {
      const numbers = /[−]?\d[\d,.:]*\d|\d/g;
      const heard = new Set(markdownOf(report).match(numbers));
      const unheard = (whole(report).match(numbers) ?? []).filter((number) => !heard.has(number));
      expect(unheard).toEqual([]);
    },
  );

  it('mentions nobody and makes no links, whatever servers are called', () => {
    const text = whole(uglyReport);
    expect(text).not.toMatch(/[<>]/);
    expect(text).toContain('&lt;b&gt;web-very-long-slot-name');
  });

  it('shortens long lists to whole entries and says how many more there are', () => {
    const experiments = Array.from({ length: 200 }, () => brokenReport.experiments).flat();
    const text = whole({ ...brokenReport, experiments });
    expect(text).toMatch(/\*Kills\*(\n.*){1,20}\n_and 7\d\d more_/);
    for (const kill of text.matchAll(/^. \*web-b\* .*$/gm)) expect(kill[0]).toMatch(/of the budget$/);
  });

  it('is kept as an example that can be pasted into the Block Kit Builder', async () => {
    const { blocks } = reportMessage(sampleDay);
    await expect(`${JSON.stringify({ blocks }, null, 2)}\n`).toMatchFileSnapshot(
      '../../examples/slack/daily-report.json',
    );
  });
});
