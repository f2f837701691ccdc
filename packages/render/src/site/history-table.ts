/** Every experiment of the site as a row that a browser can find, filter and sort; newest first. */
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { wasInjected } from '@garbageday/core/report/happened-at.ts';
import type { PastExperiment } from '@garbageday/core/report/read-history.ts';
import { formatCount, formatPlural } from '../format.ts';
import { html, type Markup, trusted } from '../html/markup.ts';
import type { Kill } from '../narrate/outcome-words.ts';
import { impactOf, killRow, recoveryCell } from '../summary/kill-row.ts';
import { type Refused, refusalRow } from '../summary/refusal-row.ts';
import type { TimeFrame } from '../summary/times.ts';
import { endingOf } from './experiment-title.ts';
import { experimentPath } from './page-path.ts';
import { refusalNumbers } from './refusal-numbers.ts';

export function experimentsSection(past: readonly PastExperiment[], frame: TimeFrame): Markup {
  const kills = past.flatMap(({ outcome, atMs }) => (outcome.kind === 'refused' ? [] : [{ outcome, atMs }]));
  const outcomes = past.map(({ outcome }) => outcome);
  return html`<section aria-labelledby="experiments">
<h2 id="experiments">Experiments</h2>
${tools(outcomes)}
${kills.length === 0 ? html`<p>No experiment was made in this time.</p>` : killTable(kills, frame)}
</section>`;
}

/** Shown by the script: without one they could do nothing. */
function tools(outcomes: readonly ExperimentOutcome[]): Markup {
  if (outcomes.length === 0) return html`<div class="tools" hidden><p id="found" role="status"></p></div>`;
  const of = (read: (outcome: ExperimentOutcome) => string) => [...new Set(outcomes.map(read))].toSorted();
  return html`<div class="tools" hidden>
${choice(
  'ended',
  'Ended',
  of((outcome) => endingOf(outcome).word),
)}
${choice(
  'group',
  'Group',
  of(({ plan }) => plan.group),
)}
${choice(
  'fault',
  'Fault',
  of(({ plan }) => plan.fault),
)}
<p id="found" role="status" class="muted"></p>
</div>`;
}

function choice(name: string, label: string, values: readonly string[]): Markup {
  return html`<label>${label}<select name="${name}" data-filter="${name}"><option value="">all</option>${values.map((value) => html`<option value="${value}">${value}</option>`)}</select></label>`;
}

type Past<Outcome> = { readonly outcome: Outcome; readonly atMs: number };

function killTable(kills: readonly Past<Kill>[], frame: TimeFrame): Markup {
  const struck = kills.filter(({ outcome }) => wasInjected(outcome)).length;
  return html`<table class="cards all">
<caption>${`${formatPlural(kills.length, 'experiment')}, ${formatCount(struck)} with a fault injected; newest first. Each links to its page.`}</caption>
<thead><tr><th scope="col" data-sort>Target</th><th scope="col" data-sort aria-sort="descending">At</th><th scope="col" data-sort>Fault</th><th scope="col" class="number" data-sort>Detected</th><th scope="col" class="number" data-sort>Replaced</th><th scope="col" class="number" data-sort>Users back</th><th scope="col" class="number" data-sort>Failed</th><th scope="col" class="number" data-sort>p99 before → during</th><th scope="col" class="number" data-sort>Budget</th><th scope="col" data-sort>Ended</th></tr></thead>
<tbody>
${kills.map((past, index) => rowOf(past, index, frame)).toReversed()}
</tbody>
</table>`;
}

function rowOf({ outcome, atMs }: Past<Kill>, index: number, frame: TimeFrame): Markup {
  const row = killRow(outcome, index + 1, frame);
  const impact = impactOf(outcome);
  const { word, mark } = endingOf(outcome);
  const { plan } = outcome;
  const role = row.role === '' ? '' : `, ${row.role}`;
  const errors = (impact?.errors ?? []).map(([kind]) => kind);
  const words = [
    ...[plan.id, plan.group, row.target, row.instanceId, `zone ${row.zone}`, row.role, row.fault, plan.fault],
    ...[row.at, word, row.verdict, plan.seed, ...row.reasons, ...errors],
  ];
  return html`<tr data-kind="experiment" data-words="${sought(words)}" data-ended="${word}" data-group="${plan.group}" data-fault="${plan.fault}">
<th scope="row" data-value="${row.target}"><a href="${experimentPath(plan.id)}">${row.target}</a><small>${row.instanceId}, zone ${row.zone}${role}</small></th>
<td data-name="At" data-value="${atMs}" class="short">${row.at}</td>
<td data-name="Fault" data-value="${row.fault}" class="short">${row.fault}</td>
<td data-name="Detected" data-value="${impact?.detectMs ?? ''}" class="number">${row.detected}</td>
<td data-name="Replaced" data-value="${impact?.replaceMs ?? ''}" class="number">${row.replaced}</td>
<td data-name="Users back" data-value="${impact?.recoverMs ?? ''}" class="number">${recoveryCell(row)}</td>
<td data-name="Failed" data-value="${impact?.probes.bad ?? ''}" class="number ${row.hasBadProbes ? 'bad' : ''}">${row.badProbes}</td>
<td data-name="p99 before → during" data-value="${impact?.latencyMs.impact?.p99 ?? ''}" class="number p99">${row.p99}</td>
<td data-name="Budget" data-value="${impact?.budgetSpent ?? ''}" class="number">${row.budgetSpent}</td>
<td data-name="Ended" data-value="${word}" class="verdict ${mark.tone}"><span><span aria-hidden="true">${mark.glyph}</span> ${word}</span></td>
</tr>`;
}

function sought(words: readonly string[]): string {
  return words.join(' ').toLowerCase();
}

/** Empty if nothing was refused. */
export function refusalsSection(past: readonly PastExperiment[], frame: TimeFrame): Markup {
  const refusals = past.flatMap(({ outcome, atMs }) =>
    outcome.kind === 'refused' ? [{ outcome, atMs }] : [],
  );
  if (refusals.length === 0) return trusted('');
  return html`<section aria-labelledby="refusals">
<h2 id="refusals">Refusals</h2>
<table class="stack">
<caption>${`${formatPlural(refusals.length, 'experiment was', 'experiments were')} refused: ${byReason(refusals, frame)}.`}</caption>
<thead><tr><th scope="col" data-sort>Group</th><th scope="col" data-sort aria-sort="descending">At</th><th scope="col" data-sort>Fault</th><th scope="col" data-sort>Reason</th><th scope="col">Numbers</th></tr></thead>
<tbody>
${refusals.map((past) => refusalOf(past, frame)).toReversed()}
</tbody>
</table>
</section>`;
}

/** `no redundancy 3, already burning 1`: the most frequent first. */
function byReason(refusals: readonly Past<Refused>[], frame: TimeFrame): string {
  const counts = new Map<string, number>();
  for (const { outcome } of refusals) {
    const { reason } = refusalRow(outcome, frame);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([reason, count]) => `${reason} ${formatCount(count)}`)
    .join(', ');
}

function refusalOf({ outcome, atMs }: Past<Refused>, frame: TimeFrame): Markup {
  const { at, group, fault, reason, detail } = refusalRow(outcome, frame);
  const numbers = refusalNumbers(outcome.refusal);
  const { id } = outcome.plan;
  const words = sought([id, group, fault, outcome.plan.fault, reason, detail, numbers, at, 'refused']);
  return html`<tr data-kind="refusal" data-words="${words}" data-ended="Refused" data-group="${outcome.plan.group}" data-fault="${outcome.plan.fault}">
<th scope="row" data-value="${group}"><a href="${experimentPath(id)}">${group}</a></th>
<td data-name="At" data-value="${atMs}" class="short">${at}</td>
<td data-name="Fault" data-value="${fault}" class="short">${fault}</td>
<td data-name="Reason" data-value="${reason}">${reason}<small>${detail}</small></td>
<td data-name="Numbers">${numbers === '' ? '–' : numbers}</td>
</tr>`;
}
