/** Text, page and JSON say the same: every number a reader meets comes from the document. */
import type { GameDayReport } from '@garbageday/core/report/report.ts';
import {
  formatCount,
  formatDuration,
  formatInstant,
  formatInterval,
  formatMs,
  formatObjective,
  formatOffset,
  formatRatio,
  formatShare,
} from '@garbageday/render/format.ts';
import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import { toGameDayDocument } from '@garbageday/render/json/game-day-document.ts';
import { renderReportText } from '@garbageday/render/terminal/report-text.ts';
import { describe, expect, it } from 'vitest';
import { visibleText } from './markup-checks.ts';
import { sampleReport } from './sample-report.ts';
import { brokenReport, noDataReport } from './ugly-reports.ts';

const number = /[−]?\d[\d,.:]*\d|\d/g;

function numbersIn(text: string): readonly string[] {
  return text.match(number) ?? [];
}

/** Every number of the document in every way a renderer may write it, and the numbers of our own words. */
function sayable(report: GameDayReport): ReadonlySet<string> {
  const document = toGameDayDocument(report);
  const said: string[] = ['n+1', '95%', formatInstant(Date.parse(document.startedAt))];
  const visit = (node: unknown): void => {
    if (typeof node === 'string') said.push(node);
    if (typeof node === 'number') said.push(...waysToSay(node));
    if (typeof node === 'object' && node !== null) Object.values(node).forEach(visit);
  };
  visit(document);
  said.push(
    ...document.slos.flatMap(({ interval }) => (interval === null ? [] : [formatInterval(interval)])),
  );
  said.push(...derived(document));
  return new Set(said.flatMap(numbersIn));
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
  ];
  return formats.map((format) => format(value));
}

/** Counts of entries, their numbers in the list, and writes lost: what a reader could work out from the document. */
function derived({ experiments, users }: ReturnType<typeof toGameDayDocument>): readonly string[] {
  const passed = experiments.filter(({ verdict }) => verdict === 'pass').length;
  const injected = experiments.filter(({ injectedAtMs }) => injectedAtMs !== null).length;
  const lost = users.acknowledged - (users.stored ?? users.acknowledged);
  return [...experiments.map((_, index) => String(index + 1)), `${passed} ${injected} ${lost}`];
}

describe.each(Object.entries({ sampleReport, brokenReport, noDataReport }))('of %s', (_, report) => {
  const allowed = sayable(report);

  it.each([
    ['the text', renderReportText(report, { columns: 140, colour: false })],
    ['the narrow text', renderReportText(report, { columns: 80, colour: false })],
    ['the page', visibleText(renderReportHtml(report))],
  ])('%s says no number that is not in the document', (_name, rendered) => {
    expect(numbersIn(rendered).filter((said) => !allowed.has(said))).toEqual([]);
  });

  it('text and page both say what the document knows of every kill', () => {
    const text = renderReportText(report, { columns: 140, colour: false });
    const page = visibleText(renderReportHtml(report));
    for (const { slot, detectMs, replaceMs, recoverMs, probes, latencyMs, budgetSpent } of toGameDayDocument(
      report,
    ).experiments) {
      const facts = [detectMs, replaceMs, recoverMs, latencyMs.impact?.p99 ?? null].map(formatMs);
      if (probes !== null) facts.push(`${formatCount(probes.bad)} of ${formatCount(probes.sent)}`);
      for (const fact of [String(slot), ...facts, formatShare(budgetSpent)]) {
        expect(text).toContain(fact);
        expect(page).toContain(fact);
      }
    }
  });

  it('text and page both say what the document knows of users and objectives', () => {
    const { users, slos } = toGameDayDocument(report);
    const text = renderReportText(report, { columns: 140, colour: false }).replace(/\s+/g, ' ');
    const page = visibleText(renderReportHtml(report));
    const measured = slos.filter(({ ratio }) => ratio !== null);
    const facts = [
      ...(users.sent > 0
        ? [`${formatCount(users.sent)} requests sent, ${formatCount(users.failed)} failed`]
        : []),
      ...measured.map(({ good, total }) => `${formatCount(good)}/${formatCount(total)}`),
      ...measured.map(({ remaining, window }) => `${formatShare(remaining)} of the ${window} budget left`),
    ];
    for (const fact of facts) {
      expect(text).toContain(fact);
      expect(page).toContain(fact);
    }
  });
});
