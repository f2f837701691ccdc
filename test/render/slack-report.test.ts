import type { Report } from '@garbageday/core/report/report.ts';
import { renderReportMarkdown } from '@garbageday/render/markdown/report-markdown.ts';
import { bareFrame, type Frame } from '@garbageday/render/slack/frame.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import { periodText } from '@garbageday/render/slack/period-text.ts';
import { reportMessage } from '@garbageday/render/slack/report-message.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../fixtures/slack/check-message.ts';
import { anyReport } from './arbitrary-report.ts';
import { closingReport } from './month-report.ts';
import { sampleDay, sampleWeek } from './sample-day.ts';
import { sampleReport } from './sample-report.ts';
import { allReports, brokenReport, noDataReport, uglyReport } from './ugly-reports.ts';

const frame: Frame = {
  ...bareFrame,
  stage: 'dev',
  links: {
    dashboard: 'https://dash.example.com/{stage}',
    report: 'https://reports.example.com',
    runbook: null,
  },
};

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
  return shown(reportMessage(report, bareFrame)).join('\n');
}

describe('a report in Slack', () => {
  it.each(Object.entries({ ...allReports, sampleDay, sampleWeek }))(
    'keeps every limit of Slack: %s',
    (_, report) => {
      expect(faultsOf({ ...reportMessage(report, bareFrame) })).toEqual([]);
    },
  );

  it('keeps every limit of Slack, whatever is in it, and never says NaN or Infinity', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const message = reportMessage(report, bareFrame);
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
    const [header, context, objectives, kills, todo] = shown(reportMessage(sampleDay, bareFrame));
    expect(header).toBe('❌ The service broke its promise: 2 kills in 1 d, 46 of 86,400 probes failed.');
    expect(context).toBe(
      '*wordcount* · Monday 23 November 2026 (Europe/Berlin), on aws: application load balancer, MongoDB replica set',
    );
    expect(objectives).toMatch(/^\*Objectives\*\n⚠️ \*journey\*/);
    expect(kills).toMatch(/^\*Kills\*\n❌ \*data-a\* terminate, .*: failed\. 7 of 94 probes failed/);
    expect(todo).toMatch(/^\*What to do\*\n• journey burns its budget too fast/);
  });

  it('says that there is nothing to do only when nothing at all was found', () => {
    const fine: Report = {
      ...sampleWeek,
      unplannedLosses: [],
      verdict: 'kept',
      advice: [],
      experiments: [],
      slos: [],
      coverage: [],
    };
    expect(whole(fine)).toContain('*What to do*\nNothing.');
    expect(whole(noDataReport)).not.toContain('Nothing.');
    const experiments = sampleDay.experiments;
    expect(whole({ ...fine, experiments })).not.toContain('Nothing.');
  });

  it('never says so under anything that went wrong, whatever is in it', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const text = whole({ ...report, advice: [] });
        if (/^(❌|⚠️)/m.test(text)) expect(text).not.toContain('*What to do*');
      }),
    );
  });

  it('names the stage and links where the configuration says', () => {
    const { text, blocks } = reportMessage(sampleDay, frame);
    expect(text).toMatch(/^❌ dev: wordcount: The service broke/);
    expect(JSON.stringify(blocks[1])).toContain(
      '*wordcount*, stage *dev* · <https://dash.example.com/dev|Dashboard> · <https://reports.example.com|Report> · Monday',
    );
    expect(faultsOf({ text, blocks })).toEqual([]);
  });

  it('says of what burns or is missed how much is left, and has one line for what is fine', () => {
    expect(whole(sampleDay)).toContain(
      [
        '*Objectives*',
        '⚠️ *journey* 99.9% met so far `█████░░░░░` 50.46% of the 30d budget left 🔥 a ticket alert fires, spent in 4 d 21 h at this rate',
        '✅ 2 other objectives: 1 met so far, 1 met. Closest to its limit: latency, 84.97% of the 30d budget left.',
      ].join('\n'),
    );
  });

  it('of forty objectives shows the missed ones first, and one line for all that are fine', () => {
    const [, fine] = sampleDay.slos;
    if (fine === undefined) throw new Error('no objective');
    const slos = Array.from({ length: 40 }, (_, index) => ({
      ...fine,
      name: `step ${index}`,
      ...(index % 10 === 7 ? { verdict: 'missed' as const, remaining: -index / 100 } : {}),
    }));
    const message = reportMessage({ ...sampleDay, slos, composites: [], changes: [] }, frame);
    const [, , objectives = ''] = shown(message);
    expect(objectives.split('\n').map((line) => line.split(' 99%')[0])).toEqual([
      ...['*Objectives*', '❌ *step 37*', '❌ *step 27*', '❌ *step 17*', '❌ *step 7*'],
      '✅ 36 other objectives met so far. Closest to its limit: step 0, 84.97% of the 30d budget left.',
    ]);
    expect(faultsOf({ ...message })).toEqual([]);
  });

  it('of a month shows every objective, and of sixty kills a line of figures and those that did not pass', () => {
    const experiments = Array.from({ length: 20 }, () => brokenReport.experiments).flat();
    const month: Report = {
      ...sampleWeek,
      unplannedLosses: [],
      kind: 'month',
      experiments,
      fromMs: Date.UTC(2026, 9, 1),
      toMs: Date.UTC(2026, 10, 1),
      timeZone: 'UTC',
    };
    const message = reportMessage(month, frame);
    const text = shown(message).join('\n');
    expect(text).toContain('October 2026 (UTC), on aws');
    expect(text).toMatch(/^. The service .*: 60 kills in October 2026,/);
    for (const { name } of month.slos) expect(text).toContain(`*${name}* `);
    expect(text).toMatch(
      /\*Kills\*\n80 experiments: 20 failed, 20 aborted, 20 inconclusive, 20 dry runs\. 620 of 3,520 probes failed; the slowest recovery took 9\.40 s\. Chaos spent .* of the budget of journey\.\n/,
    );
    expect(text).toContain('\nUnplanned losses: none.\n');
    expect(text).not.toMatch(/^✅ \*web-b\* .*passed/m);
    expect(faultsOf({ ...message })).toEqual([]);
    expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(10_000);
  });

  it('draws no bar where nothing was measured, and an empty one where nothing is left', () => {
    expect(whole(noDataReport)).not.toMatch(/[█░]/);
    expect(whole(brokenReport)).toContain('`░░░░░░░░░░` −241% of the 30d budget left');
  });

  it('says of each kill what users felt and what it cost, and of each refusal why', () => {
    const text = whole(sampleDay);
    expect(text).toMatch(
      /❌ \*data-a\* terminate, <!date\^.*>: failed\. 7 of 94 probes failed \(7 status-5xx\); the limit is 0\. p99 14 ms → 612 ms, users recovered in 8\.20 s, cost 0\.27% of the budget\./,
    );
    expect(text).toMatch(
      /🚫 \*load-balancer\* terminate, <!date.*>: overlapping experiment\. data is still recovering/,
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
      'Planned maintenance is left out: 1 interval, 30 min. With it: journey 2,592,011/2,593,800.',
    ])
      expect(text).toContain(sentence);
  });

  it.each(Object.entries({ sampleReport, brokenReport, noDataReport, sampleDay, sampleWeek }))(
    'says no number that the Markdown does not say: %s',
    (_, report) => {
      const numbers = /[−]?\d[\d,.:]*\d|\d/g;
      const heard = new Set(markdownOf(report).match(numbers));
      // Slack says when in its reader's zone, and adds up what it does not list.
      const said = whole(report).replaceAll(/<!date[^>]*>|^\d+ (kills|experiments): .*$/gm, '');
      const unheard = (said.match(numbers) ?? []).filter((number) => !heard.has(number));
      expect(unheard).toEqual([]);
    },
  );

  it('mentions nobody and makes no links, whatever servers are called', () => {
    const text = whole(uglyReport).replaceAll(/<!date\^\d+\^[^<>]*>/g, '');
    expect(text).not.toMatch(/[<>]/);
    expect(text).toContain('&lt;b&gt;web-very-long-slot-name');
  });

  it('shortens long lists to whole entries and says how many more there are', () => {
    const experiments = Array.from({ length: 200 }, () => brokenReport.experiments).flat();
    const text = whole({ ...brokenReport, experiments });
    expect(text).toMatch(/\*Kills\*\n800 experiments: (.*\n){1,21}_and \d+ more_/);
    for (const kill of text.matchAll(/^. \*web-b\* .*$/gm)) expect(kill[0]).toMatch(/of the budget\.$/);
  });

  it('is kept as an example that can be pasted into the Block Kit Builder', async () => {
    const { blocks } = reportMessage(sampleDay, frame);
    await expect(`${JSON.stringify({ blocks }, null, 2)}\n`).toMatchFileSnapshot(
      '../../examples/slack/daily-report.json',
    );
  });

  it('closes a month, each objective with its verdict and its budget', { timeout: 120_000 }, async () => {
    const { blocks } = reportMessage(await closingReport(), frame);
    expect(faultsOf({ blocks })).toEqual([]);
    await expect(`${JSON.stringify({ blocks }, null, 2)}\n`).toMatchFileSnapshot(
      '../../examples/slack/monthly-report.json',
    );
  });
});
