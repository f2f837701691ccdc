/** Burn rates and lengths of time, for tables. */
import { formatCount, formatDuration } from '@garbageday/render/format.ts';

/** Three significant digits below a hundred, whole above: `14.4`, `0.233`, `1,000`. */
export function formatFactor(factor: number): string {
  return factor >= 100 ? formatCount(Math.round(factor)) : String(Number(factor.toPrecision(3)));
}

/** As `formatDuration`, with tenths below ten seconds: `8.6 s`, `43 min 12 s`, `30 d`. */
export function formatSpan(seconds: number): string {
  if (seconds < 0.05) return '<0.1 s';
  return seconds < 9.95 ? `${Number(seconds.toFixed(1))} s` : formatDuration(seconds * 1_000);
}
