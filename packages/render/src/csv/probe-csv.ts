/** A probe as CSV (RFC 4180): a line for each second and URL; void seconds are marked. */
import { quantile } from '@garbageday/core/probe/histogram.ts';
import type { ProbeReport } from '@garbageday/core/report/probe-report.ts';
import { roundTo } from '../format.ts';

const columns = [
  ...['time', 'url', 'sent', 'good', 'fast', 'p50_ms', 'p90_ms', 'p95_ms', 'p99_ms', 'max_ms'],
  ...['lag_p99_ms', 'is_void', 'errors'],
];

export function renderProbeCsv({ targets, maxLagMs }: ProbeReport): string {
  const rows = targets.flatMap(({ url, slices }) =>
    slices.map(({ startMs, availability, latency, histogram, longestMs, lagP99Ms, errors }) => [
      ...[new Date(startMs).toISOString(), url, availability.total, availability.good, latency.good],
      ...[0.5, 0.9, 0.95, 0.99].map((q) => milliseconds(quantile(histogram, q))),
      ...[milliseconds(longestMs), milliseconds(lagP99Ms), lagP99Ms > maxLagMs],
      errors.map(([kind, count]) => `${kind}=${count}`).join(' '),
    ]),
  );
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function milliseconds(ms: number | null): number | '' {
  return ms === null ? '' : (roundTo(ms, 3) ?? '');
}

function field(value: string | number | boolean): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
