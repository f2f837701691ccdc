/** One URL: its objectives, its latencies, where the time went, what failed, and what else an SRE asks. */
import type { PhaseTallies } from '@garbageday/core/probe/phase-tally.ts';
import type { ProbedTarget, ProbeReport } from '@garbageday/core/report/probe-report.ts';
import { nouns } from '@garbageday/core/wording/words.ts';
import { formatCount, formatMs, formatPlural, formatRatio, formatShare } from '../../format.ts';
import { phaseRows } from '../../summary/phase-rows.ts';
import { certificateSentence, lagText, soonDays } from '../../summary/probe-sentences.ts';
import { html, type Markup, trusted } from '../markup.ts';
import { objectiveBlocks } from '../objective-section.ts';
import { latencyCourse } from './latency-course.ts';

/** `number`: of the URL, from 1. */
export function targetSection(target: ProbedTarget, report: ProbeReport, number: number): Markup {
  return html`<section aria-labelledby="url-${number}">
<h2 id="url-${number}">${target.url}</h2>
${objectiveBlocks(target.slos)}
${latencyPart(target, report)}
${phasePart(target.phases)}
${failurePart(target)}
<h3>How it was measured</h3>
<p>The probe was ${lagText(target, report)}. ${formatRatio(target.coverage.ratio, [])} of the time counts.</p>
${certificatePart(target)}
</section>`;
}

/** Empty if nothing was answered. */
function latencyPart(target: ProbedTarget, report: ProbeReport): Markup {
  const { latency, sent } = target;
  const course = latencyCourse(target, report);
  if (latency === null) return course;
  const columns = ['p50', 'p90', 'p95', 'p99', 'max'] as const;
  return html`<h3>Latency</h3>
${course}
<table class="percentiles">
<caption>${`Percentiles of ${formatPlural(sent, nouns.judge)}, the failed ones too.`}</caption>
<thead><tr>${columns.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>
<tr>${columns.map((name) => html`<td class="number">${formatMs(latency[name])}</td>`)}</tr>
</tbody>
</table>`;
}

/** Empty if nothing was measured. */
function phasePart(phases: PhaseTallies): Markup {
  const rows = phaseRows(phases);
  if (rows.length === 0) return trusted('');
  return html`<h3>Where the time went</h3>
<div class="split" aria-hidden="true">
${rows
  .filter(({ share }) => share > 0)
  .map(({ name, share }) => html`<span class="${name}" style="width:${(share * 100).toFixed(2)}%"></span>`)}
</div>
<table>
<caption>An average request: the share of the time of all of them, and the mean over those that had the phase.</caption>
<thead><tr><th scope="col">Phase</th><th scope="col" class="number">Share</th><th scope="col" class="number">Mean</th><th scope="col" class="number">Requests</th></tr></thead>
<tbody>
${rows.map(
  ({ name, label, share, mean, requests }) =>
    html`<tr><th scope="row"><span class="key ${name}" aria-hidden="true"></span>${label}</th><td class="number">${formatShare(share)}</td><td class="number">${mean}</td><td class="number">${formatCount(requests)}</td></tr>`,
)}
</tbody>
</table>`;
}

function failurePart({ errors, sent, failed }: ProbedTarget): Markup {
  if (sent === 0) return trusted('');
  if (failed === 0)
    return html`<h3>Failures by reason</h3>
<p>No probe failed.</p>`;
  return html`<h3>Failures by reason</h3>
<table>
<caption>${`${formatCount(failed)} of ${formatPlural(sent, nouns.judge)} failed.`}</caption>
<thead><tr><th scope="col">Reason</th><th scope="col" class="number">Probes</th><th scope="col" class="number">Of all</th></tr></thead>
<tbody>
${errors.map(
  ([kind, count]) =>
    html`<tr><th scope="row">${kind}</th><td class="number">${formatCount(count)}</td><td class="number">${formatRatio(count / sent, [])}</td></tr>`,
)}
</tbody>
</table>`;
}

/** Empty without TLS. */
function certificatePart({ certificateDaysLeft: days }: ProbedTarget): Markup {
  if (days === null) return trusted('');
  return html`<p class="${days < soonDays ? 'bad' : 'plain'}">${certificateSentence(days)}</p>`;
}
