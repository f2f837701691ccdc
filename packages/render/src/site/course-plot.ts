/** The p99 and the failures around an experiment, with the time before, during and after as bands. */
import type { ExperimentPhases } from '@garbageday/core/report/experiment-evidence.ts';
import { formatCount, formatMs, formatPlural } from '../format.ts';
import { html, type Markup, trusted } from '../html/markup.ts';
import { pathOf, percent, plot, type Spot } from '../html/plot.ts';

const [top, bottom] = [0.1, 0.82];

/** Empty if nothing was measured. */
export function coursePlot(phases: ExperimentPhases, injectedAtMs: number): Markup {
  const { before, during, after, points } = phases;
  const slowest = points.reduce((most, { p99 }) => Math.max(most, p99 ?? 0), 0);
  if (slowest === 0) return trusted('');
  const [fromMs, toMs] = [before.fromMs, after.toMs];
  const xOf = (atMs: number) => Math.min(1, Math.max(0, (atMs - fromMs) / Math.max(1, toMs - fromMs)));
  const yOf = (ms: number) => bottom - (bottom - top) * (ms / slowest);
  const stepMs = (points[1]?.atMs ?? toMs) - (points[0]?.atMs ?? fromMs);
  const band = (kind: string, { fromMs: start, toMs: end }: typeof before) =>
    html`<rect class="${kind}" x="${percent(xOf(start))}" width="${percent(xOf(end) - xOf(start))}" y="${percent(top)}" height="${percent(bottom - top)}"/>`;
  const line = points.map((point): Spot | null =>
    point.p99 === null ? null : [xOf(point.atMs + stepMs / 2), yOf(point.p99)],
  );
  const failures = points.filter(({ bad }) => bad > 0);
  const at = percent(xOf(injectedAtMs));
  return plot({
    height: 220,
    label: spoken(phases, slowest),
    behind: [band('calm', before), band('struck', during), band('calm', after)],
    stretched: [html`<path class="felt" d="${pathOf(line)}"/>`],
    marks: [
      ...failures.map(({ atMs, bad }) => failure(xOf(atMs + stepMs / 2), bad)),
      html`<line class="zero" x1="0" x2="100%" y1="${percent(bottom)}" y2="${percent(bottom)}"/>`,
      html`<line class="kill" x1="${at}" x2="${at}" y1="${percent(top - 0.04)}" y2="${percent(bottom)}"/>`,
      html`<text x="0" y="${percent(top - 0.02)}">${`p99, up to ${formatMs(slowest)}`}</text>`,
      html`<text x="0" y="95%">before</text>`,
      html`<text class="${xOf(injectedAtMs) > 0.85 ? 'end' : 'middle'}" x="${at}" y="95%">strike</text>`,
      html`<text class="end" x="100%" y="95%">after</text>`,
    ],
  });
}

/** A dot on the line of time. */
function failure(x: number, bad: number): Markup {
  return html`<circle class="failed" cx="${percent(x)}" cy="${percent(bottom)}" r="4"><title>${formatPlural(bad, 'failure')}</title></circle>`;
}

function spoken({ before, during, after }: ExperimentPhases, slowest: number): string {
  const failed = (phase: typeof before) => `${formatCount(phase.bad)} of ${formatCount(phase.sent)} failed`;
  return `The p99 over time, up to ${formatMs(slowest)}. Before: ${failed(before)}. During: ${failed(during)}. After: ${failed(after)}.`;
}
