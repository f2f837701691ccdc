/** A probe as one JSON document, `garbageday/probe@1`: packages/render/schema/probe-1.schema.json. */

import { quantile } from '@garbageday/core/probe/histogram.ts';
import { phaseNames } from '@garbageday/core/probe/phase-tally.ts';
import { type Block, blocksOf } from '@garbageday/core/report/compare-probes.ts';
import { type ProbedTarget, type ProbeReport, wasMeasured } from '@garbageday/core/report/probe-report.ts';
import type { ConfidenceInterval } from '@garbageday/core/statistics/confidence-interval.ts';
import { roundTo } from '../format.ts';
import type { Compared } from '../terminal/probe/comparison-text.ts';
import { instantText } from './instant-text.ts';

export const probeSchema = 'garbageday/probe@1';

/** Times of day are ISO 8601 in UTC, durations are milliseconds to a thousandth; `null` means no data, never 0. */
export function probeDocument(report: ProbeReport, compared: readonly Compared[] | null) {
  const { fromMs, toMs, ratePerSecond, thresholdMs, timeoutMs, objective, maxLagMs, verdict } = report;
  return {
    schema: probeSchema,
    verdict,
    from: instantText(fromMs),
    to: instantText(toMs),
    ...{ ratePerSecond, thresholdMs, timeoutMs, objective, maxLagMs },
    targets: report.targets.map(targetDocument),
    against: compared === null ? null : compared.map(comparedDocument),
  };
}

function targetDocument(target: ProbedTarget) {
  const { url, sent, failed, errors, latency, phases, coverage, voidSlices, slices } = target;
  return {
    url,
    wasMeasured: wasMeasured(target),
    ...{ sent, failed },
    errors: errors.map(([kind, count]) => ({ kind, count })),
    latencyMs:
      latency === null
        ? null
        : {
            ...{
              p50: thousandths(latency.p50),
              p90: thousandths(latency.p90),
              p95: thousandths(latency.p95),
            },
            ...{ p99: thousandths(latency.p99), max: thousandths(latency.max) },
          },
    slos: target.slos.map(({ name, objective, good, total, ratio, interval, verdict, consumed }) => ({
      ...{ name, objective, good, total, ratio },
      interval: interval === null ? null : [interval.low, interval.high],
      ...{ consumed, verdict },
    })),
    phases: phaseNames.map((name) => {
      const { requests, sumMs, histogram } = phases[name];
      const at = (q: number) => thousandths(quantile(histogram, q));
      const meanMs = requests === 0 ? null : thousandths(sumMs / requests);
      return { name, requests, meanMs, p50Ms: at(0.5), p99Ms: at(0.99) };
    }),
    certificateDaysLeft: target.certificateDaysLeft,
    coverage: coverage.ratio,
    ...{ seconds: slices.length, voidSeconds: voidSlices },
    lagP99Ms: thousandths(target.lagP99Ms),
    blocks: blocksOf(target.trusted).map(({ good, total, histogram }) => ({
      ...{ good, total },
      buckets: histogram.buckets.map(([bucket, count]) => `${bucket}:${count}`).join(' '),
    })),
  };
}

function comparedDocument({ url, comparison }: Compared) {
  if (comparison === null) return { url, verdict: 'unknown', quantiles: null, bad: null };
  const { verdict, quantiles, bad } = comparison;
  const pair = ({ low, high }: ConfidenceInterval) => [low, high];
  return {
    ...{ url, verdict },
    quantiles: quantiles.map((one) => ({ ...one, interval: pair(one.interval) })),
    bad: { ...bad, interval: pair(bad.interval) },
  };
}

/** The blocks in a document; `null`: it has none. */
export function parseBlocks(value: unknown): readonly Block[] | null {
  if (!Array.isArray(value)) return null;
  const blocks = value.flatMap((each: unknown) => parseBlock(each) ?? []);
  return blocks.length === value.length ? blocks : null;
}

function parseBlock(value: unknown): Block | null {
  if (typeof value !== 'object' || value === null) return null;
  const [good, total, written]: unknown[] = ['good', 'total', 'buckets'].map((name) =>
    Reflect.get(value, name),
  );
  if (typeof good !== 'number' || typeof total !== 'number' || typeof written !== 'string') return null;
  if (!/^(-?\d+:[1-9]\d*( |$))+$/.test(written)) return null;
  const buckets = written.split(' ').map((pair): [number, number] => {
    const [bucket = Number.NaN, count = Number.NaN] = pair.split(':').map(Number);
    return [bucket, count];
  });
  const counted = buckets.reduce((sum, [, count]) => sum + count, 0);
  return counted === total && good >= 0 && good <= total ? { good, total, histogram: { buckets } } : null;
}

function thousandths(ms: number | null): number | null {
  return ms === null ? null : roundTo(ms, 3);
}
