/** The less prominent sections: users, proof of n+1, refusals, and where the budget went. */
import type { Report } from '@garbageday/core/report/report.ts';
import {
  attributionRows,
  attributionSentence,
  otherAttributionSentences,
} from '../summary/attribution-rows.ts';
import { changeRows, changeText } from '../summary/change-rows.ts';
import { compositeSentences } from '../summary/composite-sentences.ts';
import { latencySentences } from '../summary/latency-sentences.ts';
import { policySentences } from '../summary/policy-sentences.ts';
import { proofRow } from '../summary/proof-row.ts';
import { refusalRows } from '../summary/refusal-row.ts';
import { type ResilienceRow, resilienceRows, trendSentence } from '../summary/resilience-rows.ts';
import { serverFindings } from '../summary/server-findings.ts';
import { usersSentences } from '../summary/users-sentences.ts';
import { html, type Markup, trusted } from './markup.ts';

/** Empty if users were not counted. */
export function usersSection(report: Report): Markup {
  const { users } = report;
  if (users === null) return latencySection(latencySentences(report));
  return html`<section aria-labelledby="users">
<h2 id="users">Users</h2>
${[...usersSentences(users), ...latencySentences(report)].map((sentence) => html`<p>${sentence}</p>`)}
</section>`;
}

function latencySection(sentences: readonly string[]): Markup {
  if (sentences.length === 0) return trusted('');
  return html`<section aria-labelledby="users">
<h2 id="users">Latency</h2>
${sentences.map((sentence) => html`<p>${sentence}</p>`)}
</section>`;
}

/** Empty without groups. For a period, it shows the trend. */
export function proofSection(report: Report): Markup {
  const { kind, proofs } = report;
  if (kind !== 'gameday') return resilienceSection(resilienceRows(report));
  if (proofs.length === 0) return trusted('');
  return html`<section aria-labelledby="proof">
<h2 id="proof">Proof of n+1</h2>
<dl class="rows">
${proofs.map(proofRow).map(({ group, sentence }) => html`<div><dt>${group}</dt><dd>${sentence}</dd></div>`)}
</dl>
</section>`;
}

function resilienceSection(rows: readonly ResilienceRow[]): Markup {
  if (rows.length === 0) return trusted('');
  return html`<section aria-labelledby="proof">
<h2 id="proof">Proof of n+1</h2>
<dl class="rows">
${rows.map((row) => html`<div><dt>${row.group}</dt><dd>${row.proof}<small>${trendSentence(row)}</small></dd></div>`)}
</dl>
</section>`;
}

/** Empty if there is nothing to do. */
export function adviceSection({ advice }: Report): Markup {
  if (advice.length === 0) return trusted('');
  return html`<section aria-labelledby="todo">
<h2 id="todo">What to do</h2>
<ul class="todo">
${advice.map((sentence) => html`<li>${sentence}</li>`)}
</ul>
</section>`;
}

/** Empty without findings. */
export function findingSection(report: Report): Markup {
  const texts = serverFindings(report);
  if (texts.length === 0) return trusted('');
  return html`<section aria-labelledby="found">
<h2 id="found">Found</h2>
<ul class="todo">
${texts.map((text) => html`<li>${text}</li>`)}
</ul>
</section>`;
}

/** Empty for a game day, which has no preceding period. */
export function changeSection(report: Report): Markup {
  const rows = changeRows(report);
  if (rows.length === 0) return trusted('');
  return html`<section aria-labelledby="changed">
<h2 id="changed">What changed</h2>
<dl class="rows">
${rows.map((row) => html`<div><dt>${row.slo}</dt><dd>${changeText(row)}</dd></div>`)}
</dl>
</section>`;
}

/** Empty if none is configured. */
export function compositeSection(report: Report): Markup {
  const texts = compositeSentences(report);
  if (texts.length === 0) return trusted('');
  return html`<section aria-labelledby="composites">
<h2 id="composites">Composites</h2>
${texts.map((text) => html`<p>${text}</p>`)}
</section>`;
}

/** Empty for a game day, where the refusals show it. */
export function policySection(report: Report): Markup {
  const texts = policySentences(report);
  if (texts.length === 0) return trusted('');
  return html`<section aria-labelledby="policy">
<h2 id="policy">Budget policy</h2>
${texts.map((text) => html`<p>${text}</p>`)}
</section>`;
}

/** Empty if nothing was refused. */
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
${otherAttributionSentences(report).map((sentence) => html`<p>${sentence}</p>`)}
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
