/** What a probe of URLs measured: one target per URL, judged by the same engine as every other SLO. */

import { type Histogram, quantile } from '../probe/histogram.ts';
import { type MergedSlices, mergeSlices } from '../probe/merge-slices.ts';
import type { PhaseTallies } from '../probe/phase-tally.ts';
import { coverageOf, isVoid, sliceRules } from '../probe/read-slices.ts';
import type { ErrorCounts, LedgerSlice } from '../probe/slice.ts';
import { type SloStatus, sloStatus } from '../slo/slo-status.ts';
import { parseWindow } from '../slo/window.ts';
import type { Counts } from '../statistics/counts.ts';
import { isProven, type JourneyCoverage } from './journey-coverage.ts';
import type { Report, SloResult } from './report.ts';

/** Milliseconds, from the intended time to the last byte. */
export type ProbeLatency = {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
};

export type ProbedTarget = {
  /** As typed, without its password. */
  readonly url: string;
  readonly sent: number;
  readonly failed: number;
  readonly errors: ErrorCounts;
  /** `null`: no sample. */
  readonly latency: ProbeLatency | null;
  readonly histogram: Histogram;
  /** Answered correctly, and answered correctly within the threshold. */
  readonly slos: readonly SloResult[];
  readonly coverage: JourneyCoverage;
  /** Seconds that do not count because the prober itself was late, and how late it was in the worst second (p99). */
  readonly voidSlices: number;
  readonly lagP99Ms: number;
  readonly phases: PhaseTallies;
  /** Whole days until the server's certificate expires; `null`: it presented none. */
  readonly certificateDaysLeft: number | null;
  /** Second by second, void ones included. */
  readonly slices: readonly LedgerSlice[];
  /** The slices that count. */
  readonly trusted: readonly LedgerSlice[];
};

export type ProbePlan = {
  readonly ratePerSecond: number;
  readonly thresholdMs: number;
  readonly timeoutMs: number;
  /** Between 0 and 1, both exclusive; for both SLOs. */
  readonly objective: number;
};

export type ProbeReport = ProbePlan & {
  readonly fromMs: number;
  readonly toMs: number;
  readonly maxLagMs: number;
  readonly targets: readonly ProbedTarget[];
  /** `inconclusive`: this machine was too busy to tell, or nothing was measured. */
  readonly verdict: Report['verdict'];
};

export type Probed = Pick<ProbedTarget, 'url' | 'slices' | 'phases' | 'certificateDaysLeft'>;

const minCoverage = 0.9;

/**
 * The lag above which the prober itself could make a good answer look slow: two thirds of the threshold, at most 200
 * ms.
 */
export function maxLagOf(thresholdMs: number): number {
  return Math.min(200, (thresholdMs * 2) / 3);
}

/** `toMs`: when sending stopped. The partial seconds at the start and end count, but need not be covered. */
export function probeReport(
  plan: ProbePlan,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  probed: readonly Probed[],
): ProbeReport {
  const run = { ...plan, fromMs, toMs, maxLagMs: maxLagOf(plan.thresholdMs) };
  const targets = probed.map((target) => targetOf(target, run));
  return { ...run, targets, verdict: verdictOf(targets) };
}

type Run = Omit<ProbeReport, 'targets' | 'verdict'>;

function targetOf(probed: Probed, run: Run): ProbedTarget {
  const trusted = probed.slices.filter((slice) => !isVoid(slice, run.maxLagMs));
  const merged = mergeSlices(trusted);
  const covered = coverage(probed, run);
  const of = { url: probed.url, isMeasured: isProven(covered) };
  return {
    ...probed,
    trusted,
    sent: merged.availability.total,
    failed: merged.availability.total - merged.availability.good,
    errors: merged.errors,
    latency: latencyOf(merged),
    histogram: merged.histogram,
    slos: [
      sloResult({ ...of, sli: 'availability', counts: merged.availability }, run),
      sloResult({ ...of, sli: 'latency', counts: merged.latency }, run),
    ],
    coverage: covered,
    voidSlices: probed.slices.length - trusted.length,
    lagP99Ms: mergeSlices(probed.slices).lagP99Ms,
  };
}

function latencyOf({ histogram, longestMs }: MergedSlices): ProbeLatency | null {
  // A bucket reads as its midpoint, which may be above the longest measured latency.
  const at = (q: number) => Math.min(quantile(histogram, q) ?? 0, longestMs);
  const latency = { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: longestMs };
  return histogram.buckets.length === 0 ? null : latency;
}

type Counted = {
  readonly sli: 'availability' | 'latency';
  readonly counts: Counts;
  readonly url: string;
  /** Whether enough of the run was measured to say something about the service. */
  readonly isMeasured: boolean;
};

/** An SLO of a probe: its budget is a share of the events seen, as nothing else is known of such a run. */
export function probeStatus(
  counts: Counts,
  { name, objective, nowMs }: { readonly name: string; readonly objective: number; readonly nowMs: number },
): SloStatus {
  const slo = { name, objective, window: parseWindow('1d'), budgeting: { kind: 'occurrences' } as const };
  return sloStatus({ slo, counts, nowMs, expected: { basis: 'seen' }, isCovered: true });
}

/** Based on the events seen: the confidence interval tells what they prove about the service beyond this run. */
function sloResult(
  { sli, counts, url, isMeasured }: Counted,
  { objective, thresholdMs, fromMs, toMs }: Run,
): SloResult {
  const status = probeStatus(counts, { name: sli, objective, nowMs: toMs });
  const { good, total, interval, consumed, remaining, basis, events, isFinal } = status;
  const verdict = isMeasured || status.verdict === 'no-data' ? status.verdict : 'not-yet-provable';
  return {
    ...{ name: sli, journey: url, role: 'judge', sli, objective, window: 'run' },
    ...{ thresholdMs: sli === 'latency' ? thresholdMs : null },
    ...{ good, total, ratio: status.sli, interval, basis, events, consumed, remaining, verdict, isFinal },
    ...{ budgeting: 'occurrences', windowStartMs: fromMs, windowEndMs: toMs, period: counts },
    ...{ burn: [], alerts: [], exhaustedInSeconds: null, warnings: [] },
  };
}

function coverage({ url, slices }: Probed, { fromMs, toMs, ratePerSecond, maxLagMs }: Run): JourneyCoverage {
  const widthSeconds = slices[0]?.widthSeconds ?? 1;
  const rules = sliceRules(ratePerSecond, widthSeconds, maxLagMs);
  const down = (ms: number) => Math.floor(ms / rules.widthMs) * rules.widthMs;
  const first = down(fromMs + rules.widthMs - 1);
  const ratio =
    down(toMs) > first
      ? coverageOf(slices, { fromMs: first, toMs: down(toMs) }, rules).ratio
      : // The run contains no whole second, so its partial one counts.
        Math.min(1, coverageOf(slices, { fromMs: down(fromMs), toMs }, rules).covered);
  return { journey: url, ratio, minimum: minCoverage, silentSinceMs: null, longestGap: null };
}

/** Whether enough of the run could be measured to say something about the service. */
export function wasMeasured({ coverage: seen, sent }: Pick<ProbedTarget, 'coverage' | 'sent'>): boolean {
  return sent > 0 && isProven(seen);
}

/**
 * As for every run, an SLO that is not yet provable breaks nothing. A run that could not be measured proves nothing.
 */
function verdictOf(targets: readonly ProbedTarget[]): ProbeReport['verdict'] {
  if (!targets.every(wasMeasured)) return 'inconclusive';
  return targets.some(({ slos }) => slos.some(({ verdict }) => verdict === 'missed')) ? 'broken' : 'kept';
}
