/** The live view of a probe: one whole frame per call, or one line if there is no terminal. */
import { countOf, quantile } from '@garbageday/core/probe/histogram.ts';
import type { ErrorCounts } from '@garbageday/core/probe/slice.ts';
import { formatCount, formatDuration, formatMs, formatOffset, formatPlural } from '../../format.ts';
import type { LiveTarget, ProbeLiveState } from '../../live/probe-live.ts';
import { fitLine } from '../fit.ts';
import type { TerminalSize } from '../live-view.ts';
import { paint } from '../paint.ts';
import { blank, type Line, span } from '../span.ts';
import { sparkline } from '../sparkline.ts';
import { phaseLines } from './phase-bar.ts';

/** At most `columns` wide and `rows − 1` high; only the first URLs are shown if not all fit. */
export function renderProbeView(state: ProbeLiveState, size: TerminalSize, colour: boolean): string {
  const lines = [
    header(state),
    ...(state.page === undefined
      ? []
      : [[span(' live page', 'accent'), span(`  ${state.page}`, 'strong')] satisfies Line]),
    ...state.targets.flatMap((target) => [blank, ...targetLines(target, state, size.columns - 4)]),
    blank,
    [span(' Ctrl-C', 'strong'), span(' ends it with a report', 'dim')],
  ];
  return lines
    .slice(0, Math.max(1, size.rows - 1))
    .map((line) => paint(fitLine(line, Math.max(1, size.columns)), colour))
    .join('\n');
}

/** `0:10  http://127.0.0.1:3000/  100 answered, 2 failed (reset 2), p50 5.2 ms, p99 1.2 s`, one line per URL. */
export function formatProbeStatus(state: ProbeLiveState): string {
  return state.targets
    .map((target) => {
      const { url, ended, failed, errors, latency } = target;
      const failures = failed === 0 ? '0 failed' : `${formatCount(failed)} failed (${errorText(errors)})`;
      const [p50, p99] = [quantile(latency, 0.5), quantile(latency, 0.99)];
      const wait = isWaiting(target, state) ? `, unanswered for ${formatMs(target.oldestWaitMs)}` : '';
      return `${formatOffset(state.elapsedMs)}  ${url}  ${formatCount(ended)} ended, ${failures}, p50 ${formatMs(p50)}, p99 ${formatMs(p99)}${wait}`;
    })
    .join('\n');
}

/** `reset 3, status-5xx 1`. */
export function errorText(errors: ErrorCounts): string {
  return errors.map(([kind, count]) => `${kind} ${formatCount(count)}`).join(', ');
}

function header({ elapsedMs, durationMs, ratePerSecond, thresholdMs, targets }: ProbeLiveState): Line {
  const rate = `${formatCount(ratePerSecond)} a second to ${formatPlural(targets.length, 'URL')}`;
  return [
    span(' garbageday probe', 'strong'),
    span(`   ${formatOffset(elapsedMs)} of ${formatDuration(durationMs)}`),
    span(`   ${rate}, good within ${formatMs(thresholdMs)}`, 'dim'),
  ];
}

function isWaiting({ oldestWaitMs }: LiveTarget, { thresholdMs }: ProbeLiveState): boolean {
  return oldestWaitMs > thresholdMs;
}

function targetLines(target: LiveTarget, state: ProbeLiveState, columns: number): readonly Line[] {
  const { url, ended, failed, errors } = target;
  const waiting = isWaiting(target, state)
    ? [span('   unanswered for ', 'dim'), span(formatMs(target.oldestWaitMs), 'bad')]
    : [];
  const reasons = failed === 0 ? [] : [span(` (${errorText(errors)})`, 'bad')];
  return [
    [span(' '), span(url, 'strong')],
    [
      ...[span('   ended ', 'dim'), span(formatCount(ended)), span('   failed ', 'dim')],
      ...[span(formatCount(failed), failed > 0 ? 'bad' : 'plain'), ...reasons, ...waiting],
    ],
    percentiles(target),
    ...latencyChart(target, state, columns),
    ...phaseLines(target.phases, columns).map((line): Line => [span('   '), ...line]),
  ];
}

function percentiles({ latency }: LiveTarget): Line {
  if (countOf(latency) === 0) return [span('   no answer yet', 'dim')];
  const shown = [0.5, 0.9, 0.95, 0.99].flatMap((q) => [
    span(`p${q * 100} `, 'dim'),
    span(`${formatMs(quantile(latency, q))}   `),
  ]);
  return [span('   '), ...shown];
}

/** A column is full at the threshold, or at the highest p99 so far. */
function latencyChart({ seconds }: LiveTarget, { thresholdMs }: ProbeLiveState, columns: number) {
  const width = Math.max(0, Math.min(columns - 14, 120));
  const top = seconds.reduce<number>((most, value) => Math.max(most, value ?? 0), thresholdMs);
  const [line = []] = sparkline(seconds, { width, height: 1, top, style: 'accent' });
  return seconds.length === 0 ? [] : [[span('   p99 '), ...line]];
}
