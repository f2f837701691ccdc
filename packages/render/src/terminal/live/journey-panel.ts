/** How a journey is doing right now and over the last minutes. */
import { shortNouns } from '@garbageday/core/wording/words.ts';
import { formatCount, formatMs, noData } from '../../format.ts';
import type { LiveJourney } from '../../live/live-state.ts';
import { lineWidth, pad } from '../fit.ts';
import { isWaiting } from '../long-wait.ts';
import { type Line, span } from '../span.ts';
import { sparkline } from '../sparkline.ts';
import { type Layout, panel } from './layout.ts';

export type JourneyPanel = {
  /** Rows for p99 over the last minutes; 0 leaves the charts out. */
  readonly chartRows: number;
};

/** Numbers, and below them p99, failures and kills, second by second. */
export function journeyPanel(journey: LiveJourney, options: JourneyPanel, layout: Layout): readonly Line[] {
  const hasCharts = options.chartRows > 0 && layout.content >= 30;
  const charts = hasCharts ? chartLines(journey, options.chartRows, layout) : [];
  return panel(layout, journey.name, [...numbersLines(journey, layout), ...charts]);
}

/** In display order: loads first, then judges. */
export function byRole(journeys: readonly LiveJourney[]): readonly LiveJourney[] {
  return [
    ...journeys.filter(({ role }) => role === 'load'),
    ...journeys.filter(({ role }) => role === 'judge'),
  ];
}

/** On one line if they fit, otherwise on as many as they need. */
function numbersLines(journey: LiveJourney, layout: Layout): readonly Line[] {
  const last = journey.seconds.at(-1);
  const isWide = layout.content >= 76;
  const gap = isWide ? '   ' : '  ';
  const { retried, oldestWaitMs } = journey;
  const perSecond = [
    span(formatCount(last?.total ?? 0).padStart(3), 'strong'),
    span(isWide ? ` ${shortNouns[journey.role]}/s`.padEnd(11) : '/s', 'dim'),
  ];
  const parts: readonly Line[] = [
    perSecond,
    labelled('p50 ', formatMs(last?.p50Ms ?? null).padStart(7)),
    labelled('p99 ', formatMs(last?.p99Ms ?? null).padStart(7)),
    failures(journey, isWide || retried === 0),
    ...(retried > 0 ? [labelled('retried ', formatCount(retried))] : []),
    ...(isWaiting(oldestWaitMs)
      ? [[span('unanswered for ', 'dim'), span(formatMs(oldestWaitMs), 'bad')]]
      : []),
  ];
  return flowing(parts, gap, layout.content);
}

function flowing(parts: readonly Line[], gap: string, columns: number): readonly Line[] {
  const lines: Line[] = [];
  for (const part of parts) {
    const joined = [...(lines.at(-1) ?? []), span(gap), ...part];
    if (lines.length > 0 && lineWidth(joined) <= columns) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines;
}

/** In a narrow terminal, retries (if there are any) matter more than the total. */
function failures(journey: LiveJourney, hasTotal: boolean): Line {
  const style = journey.failed > 0 ? 'bad' : 'strong';
  return [
    span('failed ', 'dim'),
    span(formatCount(journey.failed), style),
    span(hasTotal ? ` of ${formatCount(journey.sent)}` : '', 'dim'),
  ];
}

function labelled(label: string, value: string): Line {
  return [span(label, 'dim'), span(value)];
}

/** A calm minute stays flat: a column is full at this latency or the highest of the minute, whichever is greater. */
const calmTopMs = 100;

function chartLines(journey: LiveJourney, height: number, layout: Layout): readonly Line[] {
  const p99 = journey.seconds.map(({ p99Ms }) => p99Ms);
  const bad = journey.seconds.map(({ bad: count, total }) => (total === 0 ? null : count));
  const [peakMs, worst] = [highest(p99), highest(bad)];
  const width = Math.max(0, layout.content - captionWidth);
  const latency = sparkline(p99, { width, height, top: Math.max(calmTopMs, peakMs ?? 0), style: 'accent' });
  const failed = sparkline(bad, { width, height: 1, top: Math.max(1, worst ?? 0), style: 'bad' });
  return [
    ...captioned(latency, 'p99 peak', formatMs(peakMs)),
    ...captioned(failed, 'failed', worst === null ? noData : `${formatCount(worst)}/s`),
    ...killMarks(journey, width),
  ];
}

/** Two spaces, `p99 peak`, and its value. */
const captionWidth = 18;

/** A mark below each second in which a fault was injected; no line if there was none. */
function killMarks({ seconds }: LiveJourney, width: number): readonly Line[] {
  const shown = width > 0 ? seconds.slice(-width) : [];
  if (!shown.some(({ hasKill }) => hasKill === true)) return [];
  const marks = shown.map(({ hasKill }) => (hasKill === true ? '✖' : ' ')).join('');
  return captioned([[span(pad(marks, width), 'bad')]], 'kills', '');
}

function captioned(lines: readonly Line[], name: string, value: string): readonly Line[] {
  return lines.map((line, index) =>
    index === 0 ? [...line, span(`  ${name.padEnd(8)} `, 'dim'), span(value)] : line,
  );
}

function highest(values: readonly (number | null)[]): number | null {
  return values.reduce(
    (most, value) => (value !== null && (most === null || value > most) ? value : most),
    null,
  );
}
