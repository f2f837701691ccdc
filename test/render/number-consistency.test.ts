/** Every format says the same: every number a reader meets comes from the document. */
import { isGameDay, type ProofOfRedundancy, type Report } from '@garbageday/core/report/report.ts';
import { secondsText } from '@garbageday/core/slo/window.ts';
import { cleanRunsNeeded } from '@garbageday/core/statistics/clean-runs-needed.ts';
import {
  formatCount,
  formatDuration,
  formatFactor,
  formatInstant,
  formatInterval,
  formatLocalMinute,
  formatMs,
  formatObjective,
  formatOffset,
  formatRatio,
  formatShare,
} from '@garbageday/render/format.ts';
import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import { toJournals } from '@garbageday/render/journal/journal.ts';
import { toGameDayDocument } from '@garbageday/render/json/game-day-document.ts';
import { toReportDocument } from '@garbageday/render/json/report-document.ts';
import { renderReportMarkdown } from '@garbageday/render/markdown/report-markdown.ts';
import { renderOpenMetrics } from '@garbageday/render/openmetrics/open-metrics.ts';
import { renderReportPictureSvg } from '@garbageday/render/picture/report-picture.ts';
import { bareFrame } from '@garbageday/render/slack/frame.ts';
import { reportMessage } from '@garbageday/render/slack/report-message.ts';
import { renderReportText } from '@garbageday/render/terminal/report-text.ts';
import { describe, expect, it } from 'vitest';
import { visibleText } from './markup-checks.ts';
import { monthReport } from './month-report.ts';
import { sampleReport } from './sample-report.ts';
import { brokenReport, noDataReport } from './ugly-reports.ts';

const number = /[−]?\d[\d,.:]*\d|\d/g;

function numbersIn(text: string): readonly string[] {
  return text.match(number) ?? [];
}

/** Every number of the document in every way a renderer may write it, and the numbers of our own words. */
function sayable(report: Report): ReadonlySet<string> {
  const document = documentOf(report);
  const said: string[] = ['n+1', '95%', '10%', 'p50 p95 p99', formatInstant(report.fromMs)];
  const visit = (node: unknown): void => {
    if (typeof node === 'string') said.push(node);
    if (typeof node === 'number') said.push(...waysToSay(node));
    if (typeof node === 'object' && node !== null) Object.values(node).forEach(visit);
  };
  visit(document);
  said.push(
    ...document.slos.flatMap(({ interval }) => (interval === null ? [] : [formatInterval(interval)])),
  );
  said.push(
    ...report.proofs.map(stillNeeded),
    ...derived(document),
    ...(isGameDay(report) ? [] : periodWords(report)),
  );
  return new Set(said.flatMap(numbersIn));
}

/** What a reader could work out from kills and clean ones: how many more would prove at most 10%. */
function stillNeeded({ kills, clean }: Pick<ProofOfRedundancy, 'kills' | 'clean'>): string {
  return String(cleanRunsNeeded({ failed: kills - clean, runs: kills }, 0.1));
}

function waysToSay(value: number): readonly string[] {
  const formats = [
    formatCount,
    formatMs,
    formatRatio,
    formatShare,
    formatObjective,
    formatOffset,
    formatDuration,
    formatFactor,
  ];
  return formats.map((format) => format(value));
}

/** Counts of entries, their numbers in the list, and writes lost: what a reader could work out from the document. */
type AnyDocument = ReturnType<typeof toGameDayDocument> | ReturnType<typeof toReportDocument>;

function derived({ experiments, users }: AnyDocument): readonly string[] {
  const passed = experiments.filter(({ verdict }) => verdict === 'pass').length;
  const injected = experiments.filter(({ probes }) => probes !== null).length;
  const acknowledged = users?.acknowledged ?? 0;
  const lost = acknowledged - (users?.stored ?? acknowledged);
  return [...experiments.map((_, index) => String(index + 1)), `${passed} ${injected} ${lost}`];
}

/** Instants on the wall of the report's zone, spans as people write them, days, and bad events of the objectives. */
function periodWords(report: Report): readonly string[] {
  const { kind, from, to, ...document } = toReportDocument(report);
  const instants = [from, to, ...[...document.experiments, ...document.refusals].map(({ at }) => at)];
  const spans = document.slos.flatMap(({ burn, alerts }) => [
    ...burn.map(({ seconds }) => seconds),
    ...alerts.flatMap(({ longSeconds, shortSeconds }) => [longSeconds, shortSeconds]),
  ]);
  const days = document.resilience.flatMap(({ daysSinceProof: count }) => (count === null ? [] : [count]));
  const failed = document.slos.map(({ period: { good, total } }) => formatCount(total - good));
  return [
    ...instants.map((text) => formatLocalMinute(Date.parse(text), report.timeZone)),
    ...spans.map((seconds) => secondsText(seconds)),
    ...days.map((count) => formatDuration(count * 86_400_000)),
    ...document.refusals.map(() => `${document.refusals.length}`),
    ...document.slos.flatMap(({ exhaustedInSeconds }) => formatDuration((exhaustedInSeconds ?? 0) * 1_000)),
    ...failed,
    ...(kind === 'gameday' ? [] : ['0.01']),
  ];
}

const month = await monthReport(10, 'Europe/Berlin');

describe.each(Object.entries({ month, sampleReport, brokenReport, noDataReport }))('of %s', (_, report) => {
  const allowed = sayable(report);

  it.each([
    ['the text', renderReportText(report, { columns: 140, colour: false })],
    ['the narrow text', renderReportText(report, { columns: 80, colour: false })],
    ['the page', visibleText(renderReportHtml(report))],
    ['the Markdown', unescaped(renderReportMarkdown(report))],
  ])('%s says no number that is not in the document', (_name, rendered) => {
    expect(numbersIn(rendered).filter((said) => !allowed.has(said))).toEqual([]);
  });

  const everywhere = {
    text: renderReportText(report, { columns: 140, colour: false }).replace(/\s+/g, ' '),
    page: visibleText(renderReportHtml(report)),
    Markdown: unescaped(renderReportMarkdown(report)),
  };
  const slack = unescapedSlack(JSON.stringify(reportMessage(report, bareFrame)));

  it('text, page and Markdown say what the document knows of every kill', () => {
    for (const { slot, detectMs, replaceMs, recoverMs, probes, latencyMs, budgetSpent } of documentOf(report)
      .experiments) {
      const facts = [detectMs, replaceMs, recoverMs, latencyMs.impact?.p99 ?? null].map(formatMs);
      if (probes !== null) facts.push(`${formatCount(probes.bad)} of ${formatCount(probes.sent)}`);
      for (const fact of [String(slot), ...facts, formatShare(budgetSpent)]) {
        for (const rendered of Object.values(everywhere)) expect(rendered).toContain(fact);
      }
    }
  });

  it('text, page, Markdown and Slack say what the document knows of objectives', () => {
    const measured = documentOf(report).slos.filter(({ ratio }) => ratio !== null);
    const counts = measured.map(({ good, total }) => `${formatCount(good)}/${formatCount(total)}`);
    const budgets = measured
      .toSorted((a, b) => a.remaining - b.remaining)
      .map(({ remaining, window }) => `${formatShare(remaining)} of the ${window} budget left`);
    for (const rendered of Object.values(everywhere))
      for (const fact of [...counts, ...budgets]) expect(rendered).toContain(fact);
    // Of those that are fine Slack tells the one with the least budget.
    for (const fact of [...counts, ...budgets.slice(0, 1)]) expect(slack).toContain(fact);
  });

  it('every format says what the document knows of users', () => {
    const { users } = documentOf(report);
    if (users === null || users.sent === 0) return;
    const fact = `${formatCount(users.sent)} requests sent, ${formatCount(users.failed)} failed`;
    for (const rendered of Object.values(everywhere)) expect(rendered).toContain(fact);
    const short = `${formatCount(users.failed)} of ${formatCount(users.sent)} user requests failed`;
    expect(slack).toContain(short);
    expect(pictureWords(report)).toContain(formatCount(users.failed));
    expect(renderOpenMetrics(report)).toContain(
      `garbageday_user_requests_failed{service="wordcount"} ${users.failed}\n`,
    );
  });

  it('every format says the same of what chaos cost', () => {
    const { chaos, bad, byExperiment } = documentOf(report).attribution;
    if (bad === 0) return;
    const facts = [`${formatCount(bad)} bad events at the probe`, `${formatCount(chaos)} caused by chaos`];
    for (const fact of facts)
      for (const rendered of [...Object.values(everywhere), slack]) expect(rendered).toContain(fact);
    const journals = toJournals(report).map(({ garbageday }) => garbageday);
    expect(journals.flatMap(({ budgetSpent }) => budgetSpent ?? [])).toEqual(
      documentOf(report).experiments.flatMap(({ budgetSpent }) => budgetSpent ?? []),
    );
    expect(renderOpenMetrics(report)).toContain(`cause="chaos"} ${chaos}\n`);
    expect(byExperiment.reduce((sum, each) => sum + each.bad, 0)).toBeCloseTo(chaos, 0);
  });
});

function documentOf(report: Report): AnyDocument {
  return isGameDay(report) ? toGameDayDocument(report) : toReportDocument(report);
}

function unescaped(markdown: string): string {
  return markdown.replaceAll(/\\([^\w\s])/g, '$1');
}

function unescapedSlack(json: string): string {
  return json.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** The words of the picture, headline and key figures among them, joined as a reader joins lines. */
function pictureWords(report: Report): string {
  return [...renderReportPictureSvg(report, 'light').matchAll(/>([^<>]+)</g)]
    .map(([, text]) => text)
    .join(' ');
}
