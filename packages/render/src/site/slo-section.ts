/** Each SLO as it stands now, and how its budget came there. */
import type { SiteReport } from '@garbageday/core/report/read-site.ts';
import { html, type Markup, trusted } from '../html/markup.ts';
import { type SloRow, sloRow } from '../summary/slo-row.ts';
import { budgetTone } from '../summary/verdict-mark.ts';
import { budgetPlot, type Shown } from './budget-plot.ts';

/** Empty without SLOs. */
export function sloSection({ report, histories }: SiteReport, shown: Shown): Markup {
  if (report.slos.length === 0) return trusted('');
  return html`<section aria-labelledby="objectives">
<h2 id="objectives">Objectives</h2>
<p class="muted">Each line is the budget left in the objective’s own window, as a report ending then would say. Short marks are kills.</p>
${report.slos.map((slo) => {
  const history = histories.filter((each) => each.slo === slo.name).map((each) => budgetPlot(each, shown));
  return html`<div class="objective">${standing(sloRow(slo))}${history}</div>`;
})}
</section>`;
}

function standing(row: SloRow): Markup {
  return html`
<h3>${row.name} ${row.objective}<span class="${row.mark.tone}"><span aria-hidden="true">${row.mark.glyph}</span> ${row.verdict}</span></h3>
<p>${row.sentence}</p>
${row.period === null ? trusted('') : html`<p>${row.period}</p>`}
${budget(row)}
${row.burn.map((sentence) => html`<p class="muted small">${sentence}</p>`)}
`;
}

/** The text says the same. A style attribute would need a policy that allows any style. */
function budget({ budget: text, remaining }: SloRow): Markup {
  if (text === null) return trusted('');
  const width = Math.min(100, Math.max(0, remaining * 100)).toFixed(1);
  return html`<svg class="bars ${budgetTone(remaining)}" aria-hidden="true"><rect class="whole" width="100%" height="100%" rx="4"/><rect class="left" width="${width}%" height="100%" rx="4"/></svg>
<p class="muted">${text}</p>`;
}
