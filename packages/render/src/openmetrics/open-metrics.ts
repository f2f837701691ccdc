/** The report as OpenMetrics text, for a Prometheus textfile collector or a push gateway. */
import type { Percentiles } from '@garbageday/core/chaos/experiment.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { roundTo } from '../format.ts';
import { chaosFamilies } from './chaos-families.ts';
import { exposition, type Family, type Sample } from './exposition.ts';
import { gauge, ratio, seconds } from './family.ts';
import { sloFamilies } from './slo-families.ts';

/**
 * Every number of the report that is worth a series. Ratios as they are, times in seconds; missing data has no sample.
 */
export function renderOpenMetrics(report: Report): string {
  return exposition([
    about(report),
    ...reportFamilies(report),
    ...sloFamilies(report),
    ...chaosFamilies(report),
  ]);
}

function about({ service, kind, verdict, platform }: Report): Family {
  const labels = { service, kind, verdict, platform: platform.name };
  return gauge('garbageday_report_info', 'What the report is about, and its verdict.', [
    { labels, value: 1 },
  ]);
}

function reportFamilies({ service, fromMs, toMs, users, journeys, coverage }: Report): readonly Family[] {
  const one = (value: number | null): readonly Sample[] => [{ labels: { service }, value }];
  return [
    seconds('garbageday_period_start_seconds', 'Start of the period, Unix time.', one(fromMs / 1_000)),
    seconds('garbageday_period_end_seconds', 'End of the period, Unix time.', one(toMs / 1_000)),
    ratio(
      'garbageday_coverage_ratio',
      'Share of the period that a prober saw.',
      coverage.map(({ journey, ratio: value }) => ({ labels: { service, journey }, value })),
    ),
    gauge('garbageday_user_requests', 'User requests sent in the period.', one(users?.sent ?? null)),
    gauge('garbageday_user_requests_failed', 'User requests that failed.', one(users?.failed ?? null)),
    gauge(
      'garbageday_user_requests_retried',
      'User requests that were retried.',
      one(users?.retried ?? null),
    ),
    seconds('garbageday_latency_seconds', 'Latency of whole journeys, by percentile.', [
      ...journeys.flatMap(({ name, latency }) => latencies(service, name, latency)),
    ]),
  ];
}

function latencies(service: string, journey: string, percentiles: Percentiles | null): readonly Sample[] {
  if (percentiles === null) return [];
  const { p50, p95, p99 } = percentiles;
  return Object.entries({ '0.5': p50, '0.95': p95, '0.99': p99 }).map(([quantile, ms]) => ({
    labels: { service, journey, percentile: quantile },
    value: inSeconds(ms),
  }));
}

/** Rounded to a tenth of a millisecond first, as in every other format. */
function inSeconds(ms: number): number | null {
  const rounded = roundTo(ms, 1);
  return rounded === null ? null : roundTo(rounded / 1_000, 4);
}
