/** How a report begins: the verdict as its title, what was found, and what it comes to in four numbers. */
import type { Report } from '@garbageday/core/report/report.ts';
import { findings, headline } from '../summary/headline.ts';
import type { KeyFigure } from '../summary/key-figures.ts';
import { type Mark, reportMarks } from '../summary/verdict-mark.ts';
import { html, type Markup, trusted } from './markup.ts';

const words = { kept: 'Kept', broken: 'Broken', inconclusive: 'Inconclusive' } as const;

/** Of a game day or a period. */
export function reportTitle(report: Report): Markup {
  const mark = reportMarks[report.verdict];
  return html`${verdictTitle(mark, words[report.verdict], headline(report))}
${findingList(report)}`;
}

export function verdictTitle({ tone, glyph }: Mark, word: string, headline: string): Markup {
  return html`<h1><span class="${tone}"><span aria-hidden="true">${glyph}</span> ${word}</span>${headline}</h1>`;
}

function findingList(report: Report): Markup {
  const found = findings(report);
  if (found.length === 0) return trusted('');
  return html`<ul class="findings">
${found.map(({ tone, text }) => html`<li class="${tone}"><span>${text}</span></li>`)}
</ul>`;
}

export function figureList(figures: readonly KeyFigure[]): Markup {
  return html`<dl class="figures">
${figures.map(
  ({ label, value, note, tone }) =>
    html`<div><dt>${label}</dt><dd class="value ${tone}">${value}</dd><dd class="note">${note}</dd></div>`,
)}
</dl>`;
}
