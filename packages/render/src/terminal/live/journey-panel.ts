/** What users (or the probe) feel right now and over the last minute. */
import { formatCount, formatMs, noData } from '../../format.ts';
import type { LiveJourney } from '../live-state.ts';
import { isWaiting } from '../long-wait.ts';
import { type Line, span } from '../span.ts';
import { sparkline } from '../sparkline.ts';
import { type Layout, panel } from './layout.ts';

export type JourneyPanel = {
  readonly name: string;
  /** What one journey is called: `requests`, `probes`. */
  readonly unit: string;
  /** Rows for p99 over the last minute; 0 leaves the charts out. */
  readonly chartRows: number;
};

/** Numbers, and below them p99 and failures second by second. */
export function journeyPanel(journey: LiveJourney, options: JourneyPanel, layout: Layout): readonly Line[] {
  const hasCharts = options.chartRows > 0 && layout.content >= 30;
  const charts = hasCharts ? chartLines(journey, options.chartRows, layout) : [];
  return panel(layout, options.name, [numbersLine(journey, options, layout), ...charts]);
}

function numbersLine(journey: LiveJourney, { unit }: JourneyPanel, layout: Layout): Line {
  const last = journey.seconds.at(-1);
  const isWide = layout.content >= 76;
  const gap = isWide ? '   ' : '  ';
  return [
    span(formatCount(last?.total ?? 0).padStart(3), 'strong'),
    span(isWide ? ` ${unit}/s`.padEnd(11) : '/s', 'dim'),
    ...labelled(`${gap}p50 `, formatMs(last?.p50Ms ?? null).padStart(7)),
    ...labelled(`${gap}p99 `, formatMs(last?.p99Ms ?? null).padStart(7)),
    ...failures(journey, gap, isWide || journey.retried === 0),
    ...(journey.retried > 0 ? labelled(`${gap}retried `, formatCount(journey.retried)) : []),
    ...(isWaiting(journey.oldestWaitMs)
      ? [span(`${gap}unanswered for `, 'dim'), span(formatMs(journey.oldestWaitMs), 'bad')]
      : []),
  ];
}

/** In a narrow terminal retries, when there are any, matter more than the total. */
function failures(journey: LiveJourney, gap: string, hasTotal: boolean): Line {
  const style = journey.failed > 0 ? 'bad' : 'strong';
  return [
    span(`${gap}failed `, 'dim'),
    span(formatCount(journey.failed), style),
    span(hasTotal ? ` of ${formatCount(journey.sent)}` : '', 'dim'),
  ];
}

function labelled(label: string, value: string): Line {
  return [span(label, 'dim'), span(value)];
}

/** A calm minute stays flat: a column is full at this latency or the highest of the minute, whichever is more. */
const calmTopMs = 100;

function chartLines(journey: LiveJourney, height: number, layout: Layout): readonly Line[] {
  const p99 = journey.seconds.map(({ p99Ms }) => p99Ms);
  const bad = journey.seconds.map(({ bad: count, total }) => (total === 0 ? null : count));
  const [peakMs, worst] = [highest(p99), highest(bad)];
  const width = Math.max(0, Math.min(60, layout.content - 18));
  const latency = sparkline(p99, { width, height, top: Math.max(calmTopMs, peakMs ?? 0), style: 'accent' });
  const failed = sparkline(bad, { width, height: 1, top: Math.max(1, worst ?? 0), style: 'bad' });
  return [
    ...captioned(latency, 'p99 peak', formatMs(peakMs)),
    ...captioned(failed, 'failed', worst === null ? noData : `${formatCount(worst)}/s`),
  ];
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
