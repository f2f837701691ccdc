/** The p50 and p99 of a URL over time, its failures, and when the probe itself was late. */
import type { ProbedTarget, ProbeReport } from '@garbageday/core/report/probe-report.ts';
import { type ProbeTimeline, probeTimeline } from '@garbageday/core/report/probe-timeline.ts';
import { latencyRange, tickMs } from '../../chart/axes.ts';
import { timeTicks } from '../../chart/time-ticks.ts';
import { formatCount, formatDuration, formatMs, formatPlural } from '../../format.ts';
import { html, type Markup, trusted } from '../markup.ts';
import { pathOf, percent, plot, type Share, type Spot } from '../plot.ts';

const [top, bottom] = [0.07, 0.87];

/** So many labels of time fit on a phone. */
const mostTicks = 5;

/** A logarithmic axis has no 0. */
const leastMs = 0.1;

type Axes = {
  readonly xOf: (atMs: number) => Share;
  readonly yOf: (ms: number) => Share;
  /** The whole powers of ten in milliseconds. */
  readonly decades: readonly number[];
  readonly fromMs: number;
  readonly toMs: number;
};

/** Empty if nothing was measured. */
export function latencyCourse(target: ProbedTarget, report: ProbeReport): Markup {
  const timeline = probeTimeline(target, report);
  if (!timeline.points.some(({ total }) => total > 0)) return trusted('');
  const axes = axesOf(timeline, report.thresholdMs);
  return html`${plot({
    height: 280,
    label: spoken(target, timeline),
    behind: timeline.late.map((interval) => lateBand(interval, axes)),
    stretched: [line('quick', 'p50', timeline, axes), line('felt', 'p99', timeline, axes)],
    marks: [
      ...axes.decades.map((ms) => decade(ms, axes)),
      limit(report.thresholdMs, axes),
      ...failures(timeline, axes),
      ...times(axes),
    ],
  })}
${legend(timeline)}`;
}

function axesOf({ points, stepMs }: ProbeTimeline, thresholdMs: number): Axes {
  const fromMs = points[0]?.atMs ?? 0;
  const toMs = (points.at(-1)?.atMs ?? 0) + stepMs;
  const values = points.flatMap(({ p50, p99 }) => [p50, p99]);
  const shown = values.map((ms) => [0, ms === null ? null : Math.max(leastMs, ms)] as const);
  const { min, max } = latencyRange(shown, thresholdMs);
  const decadeCount = Math.round(Math.log10(max / min));
  return {
    ...{ fromMs, toMs },
    xOf: (atMs) => (atMs - fromMs) / (toMs - fromMs),
    yOf: (ms) => bottom - ((bottom - top) * Math.log10(Math.max(leastMs, ms) / min)) / decadeCount,
    decades: Array.from({ length: decadeCount + 1 }, (_, power) => min * 10 ** power),
  };
}

/** A point stands for its whole interval, and is drawn in its middle. */
function line(
  kind: string,
  of: 'p50' | 'p99',
  { points, stepMs }: ProbeTimeline,
  { xOf, yOf }: Axes,
): Markup {
  const spots = points.map((point): Spot | null => {
    const ms = point[of];
    return ms === null ? null : [xOf(point.atMs + stepMs / 2), yOf(ms)];
  });
  return html`<path class="${kind}" d="${pathOf(spots)}"/>`;
}

function lateBand({ fromMs, toMs }: ProbeTimeline['late'][number], { xOf }: Axes): Markup {
  return html`<rect class="late" x="${percent(xOf(fromMs))}" width="${percent(xOf(toMs) - xOf(fromMs))}" y="${percent(top)}" height="${percent(bottom - top)}"/>`;
}

function decade(ms: number, { yOf }: Axes): Markup {
  const y = yOf(ms);
  return html`<line class="grid" x1="0" x2="100%" y1="${percent(y)}" y2="${percent(y)}"/>
<text x="0" y="${percent(y - 0.015)}">${tickMs(Number(ms.toPrecision(3)))}</text>`;
}

function limit(thresholdMs: number, { yOf }: Axes): Markup {
  const y = yOf(thresholdMs);
  return html`<line class="limit" x1="0" x2="100%" y1="${percent(y)}" y2="${percent(y)}"/>
<text class="end" x="100%" y="${percent(y - 0.015)}">fast enough: ${formatMs(thresholdMs)}</text>`;
}

/** Dots on the line of time. */
function failures({ points, stepMs }: ProbeTimeline, { xOf }: Axes): readonly Markup[] {
  return points
    .filter(({ bad }) => bad > 0)
    .map(
      ({ atMs, bad }) =>
        html`<circle class="failed" cx="${percent(xOf(atMs + stepMs / 2))}" cy="${percent(bottom)}" r="4"><title>${formatPlural(bad, 'failure')}</title></circle>`,
    );
}

function times({ fromMs, toMs, xOf }: Axes): readonly Markup[] {
  const ticks = timeTicks({ kind: 'gameday', timeZone: 'UTC', fromMs, toMs }, mostTicks);
  const placed = ticks.map(({ seconds, label }) => ({ label, x: xOf(fromMs + seconds * 1_000) }));
  return placed
    .filter(({ x }) => x <= 0.96)
    .map(
      ({ label, x }) =>
        html`<text class="${x === 0 ? 'start' : 'middle'}" x="${percent(x)}" y="97%">${label}</text>`,
    );
}

function legend({ points, late, stepMs }: ProbeTimeline): Markup {
  const key = (drawn: Markup, text: string) =>
    html`<li><svg viewBox="0 0 32 14" aria-hidden="true">${drawn}</svg>${text}</li>`;
  const dot = html`<circle class="failed" cx="16" cy="7" r="5"/>`;
  const band = html`<rect class="late" width="32" height="14"/>`;
  return html`<ul class="legend">
${key(html`<path class="quick" d="M1 7H31"/>`, 'p50')}
${key(html`<path class="felt" d="M1 7H31"/>`, 'p99')}
${points.some(({ bad }) => bad > 0) ? key(dot, 'failures') : trusted('')}
${late.length > 0 ? key(band, 'the probe itself was late: does not count') : trusted('')}
</ul>
<p class="muted small">Each point covers ${formatDuration(stepMs)}; the scale is logarithmic.</p>`;
}

function spoken({ sent, failed }: ProbedTarget, { points }: ProbeTimeline): string {
  const highest = points.reduce((most, { p99 }) => Math.max(most, p99 ?? 0), 0);
  return `The p50 and p99 over time, up to ${formatMs(highest)}. ${formatCount(failed)} of ${formatCount(sent)} failed.`;
}
