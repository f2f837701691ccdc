/** Latencies before, during and after an experiment as overlaid histograms, and the same as a table of percentiles. */

import { midpointMs } from '@garbageday/core/probe/histogram.ts';
import type { ExperimentPhases, PhaseMeasurement } from '@garbageday/core/report/experiment-evidence.ts';
import { nouns } from '@garbageday/core/wording/words.ts';
import { formatCount, formatLimitMs, formatMs, formatPlural, formatShare, noData } from '../format.ts';
import { html, type Markup, trusted } from '../html/markup.ts';
import { pathOf, percent, plot, type Spot } from '../html/plot.ts';

export const phaseNames = ['before', 'during', 'after'] as const;

export type PhaseName = (typeof phaseNames)[number];

/** Twelve bins for each power of ten: wide enough to be seen, narrow enough to tell 10 ms from 13 ms. */
const binsPerDecade = 12;

/** Shares below are drawn at the bottom line: one in two thousand. */
const leastShare = 0.0005;

type Bins = ReadonlyMap<number, number>;

/** Empty if nothing was measured. */
export function latencySection(phases: ExperimentPhases): Markup {
  const isMeasured = phaseNames.some((name) => phases[name].sent > 0);
  if (!isMeasured) return trusted('');
  return html`<section aria-labelledby="latency">
<h2 id="latency">Latency</h2>
${histograms(phases)}
${legend(phases)}
${percentileTable(phases)}
</section>`;
}

function histograms(phases: ExperimentPhases): Markup {
  const bins = phaseNames.map((name) => ({ name, shares: binned(phases[name]) }));
  const used = bins.flatMap(({ shares }) => [...shares.keys()]);
  if (used.length === 0) return html`<p>No request was answered, so there are no latencies.</p>`;
  const low = used.reduce((least, bin) => Math.min(least, bin)) - 1;
  const high = used.reduce((most, bin) => Math.max(most, bin)) + 2;
  const xOf = (bin: number) => (bin - low) / (high - low);
  return plot({
    height: 260,
    label: spoken(phases),
    stretched: bins.map(
      ({ name, shares }) => html`<path class="${name}" d="${pathOf(outline(shares, low, high))}"/>`,
    ),
    marks: [...shareLines(), ...timeLabels(low, high, xOf)],
  });
}

/** The share of all probes of the phase in each bin, failed ones too: how long they took is known as well. */
function binned({ histogram, sent }: PhaseMeasurement): Bins {
  const shares = new Map<number, number>();
  for (const [bucket, count] of histogram.buckets) {
    const bin = Math.floor(Math.log10(midpointMs(bucket)) * binsPerDecade);
    shares.set(bin, (shares.get(bin) ?? 0) + count / Math.max(1, sent));
  }
  return shares;
}

/** Steps from bin to bin, and down to the bottom where a bin is empty. */
function outline(shares: Bins, low: number, high: number): readonly Spot[] {
  const spots: Spot[] = [];
  for (let bin = low; bin < high; bin += 1) {
    const y = yOf(shares.get(bin) ?? 0);
    spots.push([(bin - low) / (high - low), y], [(bin + 1 - low) / (high - low), y]);
  }
  return spots;
}

const [top, bottom] = [0.03, 0.86];

/** Logarithmic: one slow answer in a thousand is what a tail is made of, and would be invisible otherwise. */
function yOf(share: number): number {
  if (share <= leastShare) return bottom;
  return bottom - ((bottom - top) * Math.log(share / leastShare)) / Math.log(1 / leastShare);
}

function shareLines(): readonly Markup[] {
  return [1, 0.1, 0.01, 0.001].map(
    (
      share,
    ) => html`<line class="grid" x1="0" x2="100%" y1="${percent(yOf(share))}" y2="${percent(yOf(share))}"/>
<text x="0" y="${percent(yOf(share) + 0.045)}">${formatShare(share)}</text>`,
  );
}

/** A label at each power of ten within the plot, or at both ends if there is none. */
function timeLabels(low: number, high: number, xOf: (bin: number) => number): readonly Markup[] {
  const decades = [0.1, 1, 10, 100, 1_000, 10_000, 100_000]
    .map((ms) => ({ ms, x: xOf(Math.log10(ms) * binsPerDecade) }))
    .filter(({ x }) => x >= 0.05 && x <= 0.95);
  const ends = [low, high].map((bin, index) => ({ ms: 10 ** (bin / binsPerDecade), x: index }));
  const shown = decades.length > 0 ? decades : ends;
  return [
    html`<line class="zero" x1="0" x2="100%" y1="${percent(bottom)}" y2="${percent(bottom)}"/>`,
    ...shown.map(
      ({ ms, x }) =>
        html`<text class="${anchorAt(x)}" x="${percent(x)}" y="95%">${formatLimitMs(Math.round(ms * 10) / 10)}</text>`,
    ),
  ];
}

function anchorAt(x: number): string {
  if (x <= 0) return 'start';
  return x >= 1 ? 'end' : 'middle';
}

function legend(phases: ExperimentPhases): Markup {
  return html`<ul class="legend">
${phaseNames.map(
  (name) =>
    html`<li><svg viewBox="0 0 32 14" aria-hidden="true"><path class="${name}" d="M1 12V4H31V12"/></svg>${name}: ${formatPlural(phases[name].sent, nouns.judge)}</li>`,
)}
</ul>
<p class="muted small">Each outline is the share of a phase's probes that took so long; both scales are logarithmic.</p>`;
}

function spoken(phases: ExperimentPhases): string {
  const said = phaseNames.map((name) => {
    const { latency } = phases[name];
    if (latency === null) return `${name}: no answers`;
    return `${name}: median ${formatMs(latency.p50)}, p99 ${formatMs(latency.p99)}`;
  });
  return `Histograms of latency. ${said.join('; ')}.`;
}

function percentileTable(phases: ExperimentPhases): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Percentiles"><table>
<caption>${`What the journey ${phases.journey} measured. After is as long as before.`}</caption>
<thead><tr><th scope="col">Phase</th><th scope="col" class="number">Probes</th><th scope="col" class="number">Failed</th><th scope="col" class="number">p50</th><th scope="col" class="number">p95</th><th scope="col" class="number">p99</th><th scope="col" class="number">Longest</th><th scope="col" class="number">Seen</th></tr></thead>
<tbody>
${phaseNames.map((name) => percentileRow(name, phases[name]))}
</tbody>
</table></div>`;
}

function percentileRow(name: PhaseName, phase: PhaseMeasurement): Markup {
  const { sent, bad, latency, longestMs, coverage } = phase;
  const cells = [
    formatCount(sent),
    formatCount(bad),
    ...[latency?.p50, latency?.p95, latency?.p99].map((ms) => formatMs(ms ?? null)),
    sent === 0 ? noData : formatMs(longestMs),
    formatShare(coverage),
  ];
  return html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`;
}
