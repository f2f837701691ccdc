/** The quieter sections: users, proof of n+1, refusals, and where the budget went. */
import type { Report } from '@garbageday/core/report/report.ts';
import { attributionRows, attributionSentence } from '../summary/attribution-rows.ts';
import { proofRow } from '../summary/proof-row.ts';
import { refusalRows } from '../summary/refusal-row.ts';
import { usersSentences } from '../summary/users-sentences.ts';
import { html, type Markup, trusted } from './markup.ts';

/** Empty when nobody counted. */
export function usersSection({ users }: Report): Markup {
  if (users === null) return trusted('');
  return html`<section aria-labelledby="users">
<h2 id="users">Users</h2>
${usersSentences(users).map((sentence) => html`<p>${sentence}</p>`)}
</section>`;
}

/** Empty without groups. */
export function proofSection({ proofs }: Report): Markup {
  if (proofs.length === 0) return trusted('');
  return html`<section aria-labelledby="proof">
<h2 id="proof">Proof of n+1</h2>
<dl class="rows">
${proofs.map(proofRow).map(({ group, sentence }) => html`<div><dt>${group}</dt><dd>${sentence}</dd></div>`)}
</dl>
</section>`;
}

/** Empty when nothing was refused. */
export function refusalSection(report: Report): Markup {
  const rows = refusalRows(report);
  if (rows.length === 0) return trusted('');
  return html`<section aria-labelledby="refused">
<h2 id="refused">Refused</h2>
<dl class="rows">
${rows.map(
  ({ at, group, fault, reason, detail }) =>
    html`<div><dt>${at} ${group}, ${fault}</dt><dd>${reason}<small>${detail}</small></dd></div>`,
)}
</dl>
</section>`;
}

export function attributionSection(report: Report): Markup {
  return html`<section aria-labelledby="attribution">
<h2 id="attribution">Where the budget went</h2>
${attributionTable(report)}
</section>`;
}

function attributionTable(report: Report): Markup {
  const rows = attributionRows(report);
  if (rows.length === 0) return html`<p>${attributionSentence(report)}</p>`;
  return html`<table>
<caption>${attributionSentence(report)}</caption>
<thead><tr><th scope="col">Cause</th><th scope="col" class="number">Bad events</th><th scope="col" class="number">Budget</th></tr></thead>
<tbody>
${rows.map(
  ({ cause, bad, spent }) =>
    html`<tr><th scope="row">${cause}</th><td class="number">${bad}</td><td class="number">${spent}</td></tr>`,
)}
</tbody>
</table>`;
}
