/** The month as Prometheus would have scraped it: counters once a minute, and a histogram of 24 buckets. */
import { writeFileSync } from 'node:fs';
import type { SampledMinute } from './sampled-month.ts';

/** Upper bounds in milliseconds, a third apart: what one would configure for answers of 3 ms to 2 s. */
export const bucketBounds: readonly number[] = Array.from({ length: 24 }, (_, index) =>
  Number((3 * 1.327 ** index).toPrecision(4)),
);

export type OpenMetricsMonth = {
  readonly add: (minute: SampledMinute) => void;
  readonly write: (path: string) => void;
};

/** A sample at a moment counts everything that began before it, so that differences are exact. */
export function openMetricsMonth(fromMs: number): OpenMetricsMonth {
  const names = ['total', 'availability_good', 'latency_good', ...bucketBounds.map((bound) => `le_${bound}`)];
  const sums = names.map(() => 0);
  const lines: string[][] = names.map(() => []);
  const mark = (atMs: number) => {
    names.forEach((_, index) => {
      lines[index]?.push(`${sums[index]} ${atMs / 1_000}`);
    });
  };
  mark(fromMs);
  return {
    add: ({ slice, latenciesMs }) => {
      const counts = [slice.availability.total, slice.availability.good, slice.latency.good];
      const below = bucketBounds.map((bound) => latenciesMs.filter((latencyMs) => latencyMs <= bound).length);
      [...counts, ...below].forEach((count, index) => {
        sums[index] = (sums[index] ?? 0) + count;
      });
      mark(slice.startMs + slice.widthSeconds * 1_000);
    },
    write: (path) => {
      const series = (name: string, label: string, index: number) =>
        (lines[index] ?? []).map((line) => `${name}${label} ${line}`).join('\n');
      const counters = ['total', 'availability_good', 'latency_good'].map(
        (name, index) => `# TYPE probe_${name} counter\n${series(`probe_${name}_total`, '', index)}`,
      );
      const buckets = bucketBounds.map((bound, index) =>
        series('probe_ms_bucket', `{le="${bound}"}`, 3 + index),
      );
      const all = series('probe_ms_bucket', '{le="+Inf"}', 0);
      writeFileSync(path, [...counters, '# TYPE probe_ms histogram', ...buckets, all, '# EOF\n'].join('\n'));
    },
  };
}
