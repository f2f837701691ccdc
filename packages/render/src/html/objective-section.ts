/** The SLOs: verdict, evidence, and how much budget is left. */
import type { Report } from '@garbageday/core/report/report.ts';
import { type SloRow, sloRow } from '../summary/slo-row.ts';
import { budgetTone } from '../summary/verdict-mark.ts';
import { html, type Markup, trusted } from './markup.ts';

/** Empty without SLOs. */
export function objectiveSection({ slos }: Report): Markup {
  if (slos.length === 0) return trusted('');
  return html`<section aria-labelledby="objectives">
<h2 id="objectives">Objectives</h2>
${objectiveBlocks(slos)}
</section>`;
}

/** One for each, under a heading of the second level. */
export function objectiveBlocks(slos: Report['slos']): readonly Markup[] {
  return slos.map(sloRow).map(objective);
}

function objective(row: SloRow): Markup {
  return html`<div class="objective">
<h3>${row.name} ${row.objective}<span class="${row.mark.tone}"><span aria-hidden="true">${row.mark.glyph}</span> ${row.verdict}</span></h3>
<p>${row.sentence}</p>
${row.period === null ? trusted('') : html`<p>${row.period}</p>`}
${budget(row)}
${row.burn.map((sentence) => html`<p class="muted small">${sentence}</p>`)}
</div>`;
}

function budget({ budget: text, remaining }: SloRow): Markup {
  if (text === null) return trusted('');
  const width = Math.min(100, Math.max(0, remaining * 100)).toFixed(1);
  return html`<div class="bar ${budgetTone(remaining)}" aria-hidden="true"><span style="width:${width}%"></span></div>
<p class="muted">${text}</p>`;
}
