/** What was hit and why that was allowed, what failed, what the verdict rests on, and the rows of the ledger. */
import type { ExperimentPlan, Impact, Transition } from '@garbageday/core/chaos/experiment.ts';
import { refusalReasons } from '@garbageday/core/chaos/refusal.ts';
import type { ExperimentEvidence, ExperimentPhases } from '@garbageday/core/report/experiment-evidence.ts';
import type { ServerFinding } from '@garbageday/core/report/finding.ts';
import { nouns } from '@garbageday/core/wording/words.ts';
import { escapeBidirectionalControls } from '../bidirectional.ts';
import {
  formatCount,
  formatInstant,
  formatLimitMs,
  formatMs,
  formatPlural,
  formatShare,
  noData,
} from '../format.ts';
import { html, type Markup, trusted } from '../html/markup.ts';
import { faultName, targetText } from '../narrate/fault-words.ts';
import { refusalReason } from '../narrate/outcome-words.ts';
import { findingSentence } from '../summary/server-findings.ts';
import { phaseNames } from './latency-plot.ts';
import { stateIn } from './phase-list.ts';
import { refusalNumbers } from './refusal-numbers.ts';

type Row = readonly [term: string, text: string];

export function allowedSection({ outcome, transitions }: ExperimentEvidence): Markup {
  const { plan } = outcome;
  const target = 'target' in outcome ? outcome.target : null;
  const rows: readonly Row[] = [
    ['Target', target === null ? `none chosen (group ${plan.group})` : targetText(plan, target)],
    ['Fault', `${faultName(plan.fault)}${lasting(plan)}`],
    ['Planned', `${formatInstant(plan.plannedAtMs)}, ${plan.mode === 'armed' ? 'armed' : 'a dry run'}`],
    ['Chosen by', `seed ${plan.seed}: the same seed among the same instances chooses the same one`],
    ['Claim', `${plan.claimKey}: taken once, ever`],
    ['Hypothesis', hypothesisText(plan)],
    ['Gate', gateText(outcome, transitions)],
  ];
  return html`<section aria-labelledby="allowed">
<h2 id="allowed">What was hit, and why it was allowed</h2>
<dl class="rows">
${rows.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}
</dl>
</section>`;
}

function lasting({ faultDurationMs }: ExperimentPlan): string {
  return faultDurationMs === undefined ? '' : `, undone after ${formatLimitMs(faultDurationMs)}`;
}

function hypothesisText({ hypothesis }: ExperimentPlan): string {
  const { maxBadProbes, maxP99Ms, maxRecoverMs } = hypothesis;
  const bad = formatPlural(maxBadProbes, 'failed probe');
  return `At most ${bad}, a p99 of at most ${formatLimitMs(maxP99Ms)}, and all well within ${formatLimitMs(maxRecoverMs)}.`;
}

function gateText(outcome: ExperimentEvidence['outcome'], transitions: readonly Transition[]): string {
  if (outcome.kind === 'refused') {
    const numbers = refusalNumbers(outcome.refusal);
    const told = numbers === '' ? '' : ` (${numbers})`;
    return `Refused, ${refusalReason(outcome.refusal)}: ${outcome.refusal.detail}${told}`;
  }
  if (stateIn(transitions, 'claimed') === null) return 'No decision is recorded.';
  const reasons = refusalReasons.map((reason) => refusalReason({ reason })).join(', ');
  return `Allowed: no reason to refuse held when it was claimed. The reasons, in the order of the checks: ${reasons}.`;
}

/** Empty if nothing was measured. */
export function failureSection(phases: ExperimentPhases): Markup {
  const kinds = [...new Set(phaseNames.flatMap((name) => phases[name].errors.map(([kind]) => kind)))];
  return html`<section aria-labelledby="failures">
<h2 id="failures">Failures by reason</h2>
${kinds.length === 0 ? html`<p>No probe failed before, during or after.</p>` : failureTable(phases, kinds.toSorted())}
</section>`;
}

function failureTable(phases: ExperimentPhases, kinds: readonly string[]): Markup {
  const count = (name: (typeof phaseNames)[number], kind: string) =>
    phases[name].errors.reduce((sum, [each, times]) => (each === kind ? sum + times : sum), 0);
  return html`<table>
<caption>Failed probes of each phase, by what went wrong.</caption>
<thead><tr><th scope="col">Reason</th>${phaseNames.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>
${kinds.map(
  (kind) =>
    html`<tr><th scope="row">${kind}</th>${phaseNames.map((name) => html`<td class="number">${formatCount(count(name, kind))}</td>`)}</tr>`,
)}
</tbody>
</table>`;
}

/** `findings`: of the run that the experiment was part of, about its group. */
export function evidenceSection(evidence: ExperimentEvidence, findings: readonly ServerFinding[]): Markup {
  const { outcome, phases, losses } = evidence;
  const impact = 'impact' in outcome ? outcome.impact : null;
  const rows: readonly Row[] = [
    ...(phases === null ? [] : seenRows(phases)),
    ...lossRows(losses),
    ...findings.map((finding): Row => ['Found', findingSentence(finding)]),
  ];
  if (impact === null && rows.length === 0) return trusted('');
  return html`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence</h2>
${impact === null ? [] : [limitTable(impact, outcome.plan)]}
<dl class="rows">
${rows.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}
</dl>
</section>`;
}

function seenRows({ journey, during, before }: ExperimentPhases): readonly Row[] {
  return [
    [
      'Measured by',
      `the journey ${journey}: ${formatPlural(during.slices, 'slice')} that count during the impact (${formatShare(during.coverage)} of it), ${formatCount(before.slices)} before.`,
    ],
    ['Failed in a row', `at most ${formatPlural(during.longestBadRun, nouns.judge)}`],
  ];
}

function lossRows(losses: ExperimentEvidence['losses']): readonly Row[] {
  if (losses === null) return [];
  if (losses.length === 0) return [['Other members', 'no other instance was lost meanwhile']];
  return losses.map(
    ({ group, slot, zone, instanceId, atMs }): Row => [
      'Lost meanwhile',
      `${slot} in zone ${zone} (${group}, ${instanceId}) at ${formatInstant(atMs)}, not hit by this experiment`,
    ],
  );
}

/** Each limit of the hypothesis beside what was measured. */
function limitTable(impact: Impact, { hypothesis }: ExperimentPlan): Markup {
  const { probes, latencyMs, replaceMs, carryOnMs = replaceMs, recoverMs } = impact;
  const { maxBadProbes, maxP99Ms, maxRecoverMs } = hypothesis;
  const p99 = latencyMs.impact?.p99 ?? null;
  const rows = [
    limit('Failed probes', formatCount(maxBadProbes), formatCount(probes.bad), probes.bad <= maxBadProbes),
    limit('p99 during', formatLimitMs(maxP99Ms), formatMs(p99, maxP99Ms), within(p99, maxP99Ms)),
    limit(
      'Whole again',
      formatLimitMs(maxRecoverMs),
      formatMs(carryOnMs, maxRecoverMs),
      within(carryOnMs, maxRecoverMs),
    ),
    limit(
      'Users recovered',
      formatLimitMs(maxRecoverMs),
      formatMs(recoverMs, maxRecoverMs),
      within(recoverMs, maxRecoverMs),
    ),
  ];
  return html`<table class="stack">
<caption>The hypothesis, written down before the strike, and what was measured.</caption>
<thead><tr><th scope="col">What</th><th scope="col" class="number">Limit</th><th scope="col" class="number">Measured</th><th scope="col">Held</th></tr></thead>
<tbody>
${rows}
</tbody>
</table>`;
}

function within(value: number | null, most: number): boolean | null {
  return value === null ? null : value <= most;
}

function limit(what: string, most: string, measured: string, holds: boolean | null): Markup {
  const [tone, word] = holds === null ? ['warn', `? ${noData}`] : holds ? ['good', '✔ yes'] : ['bad', '✖ no'];
  return html`<tr><th scope="row">${what}</th><td data-name="Limit" class="number">${most}</td><td data-name="Measured" class="number">${measured}</td><td data-name="Held" class="verdict ${tone}">${word}</td></tr>`;
}

export function journalSection({ transitions }: ExperimentEvidence): Markup {
  return html`<section aria-labelledby="journal">
<h2 id="journal">Journal</h2>
<table class="journal stack">
<caption>The rows of the ledger about this experiment, as they were written.</caption>
<thead><tr><th scope="col">#</th><th scope="col" class="when">At (UTC)</th><th scope="col" class="what">State</th><th scope="col">Recorded</th></tr></thead>
<tbody>
${transitions.map(journalRow)}
</tbody>
</table>
</section>`;
}

function journalRow({ seq, atMs, state }: Transition): Markup {
  const { kind, ...recorded } = state;
  const text = escapeBidirectionalControls(JSON.stringify(recorded));
  return html`<tr><th scope="row">${seq}</th><td data-name="At" class="when">${instantText(atMs)}</td><td data-name="State" class="what">${kind}</td><td class="raw">${text}</td></tr>`;
}

/** To the millisecond. */
function instantText(atMs: number): string {
  const instant = new Date(atMs);
  return Number.isNaN(instant.getTime()) ? noData : instant.toISOString().slice(0, 23).replace('T', ' ');
}
