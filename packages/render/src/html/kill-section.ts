/** The kills as a table that becomes cards on a phone. */
import { type KillRow, recoveryCell } from '../summary/kill-row.ts';
import type { ShownKills } from '../summary/shown-kills.ts';
import { killMarks } from '../summary/verdict-mark.ts';
import { html, type Markup, trusted } from './markup.ts';

/** Empty without kills. */
export function killSection({ rows, hidden }: ShownKills): Markup {
  if (rows.length === 0) return trusted('');
  return html`<section aria-labelledby="kills">
<h2 id="kills">Kills</h2>
<table class="cards">
<caption>What was killed, how fast it was noticed and replaced, and what users felt. Times count from the kill.</caption>
<thead><tr><th scope="col">Target</th><th scope="col">At</th><th scope="col">Fault</th><th scope="col" class="number">Detected</th><th scope="col" class="number">Replaced</th><th scope="col" class="number">Recovered</th><th scope="col" class="number">Bad probes</th><th scope="col" class="number">p99 before → during</th><th scope="col" class="number">Budget</th><th scope="col">Verdict</th></tr></thead>
<tbody>
${rows.map(killRow)}
</tbody>
</table>
${hidden === null ? trusted('') : html`<p class="muted">${hidden}</p>`}
</section>`;
}

function killRow(row: KillRow): Markup {
  const { tone, glyph } = killMarks[row.verdict];
  const isTold = row.verdict !== 'pass' && row.reasons.length > 0;
  const role = row.role === '' ? '' : `, ${row.role}`;
  return html`<tr class="${isTold ? 'told' : 'plain'}">
<th scope="row">${row.number} ${row.target}<small>${row.instanceId}, zone ${row.zone}${role}</small></th>
<td data-name="At" class="short">${row.at}</td>
<td data-name="Fault" class="short">${row.fault}</td>
<td data-name="Detected" class="number">${row.detected}</td>
<td data-name="Replaced" class="number">${row.replaced}</td>
<td data-name="Recovered" class="number">${recoveryCell(row)}</td>
<td data-name="Bad probes" class="number ${row.hasBadProbes ? 'bad' : ''}">${row.badProbes}</td>
<td data-name="p99 before → during" class="number p99">${row.p99}</td>
<td data-name="Budget" class="number">${row.budgetSpent}</td>
<td data-name="Verdict" class="verdict ${tone}"><span><span aria-hidden="true">${glyph}</span> ${row.verdict}</span></td>
</tr>${isTold ? why(row) : trusted('')}`;
}

function why({ reasons }: KillRow): Markup {
  return html`
<tr class="why"><td colspan="10">${reasons.map((reason) => html`<p>${reason}</p>`)}</td></tr>`;
}
