/** What the users felt: slices around the injection become an impact (domain.md §4). */
import type { Interval } from '../ports.ts';
import { type Histogram, quantile } from '../probe/histogram.ts';
import { mergeSlices } from '../probe/merge-slices.ts';
import {
  alignOutwards,
  type Coverage,
  coverageOf,
  readSlices,
  type SliceRules,
  sliceRules,
} from '../probe/read-slices.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import { badOf, consumed, excessBad } from '../slo/error-budget.ts';
import { eventsIn, parseWindow, windowBounds } from '../slo/window.ts';
import type { Counts } from '../statistics/counts.ts';
import type { Hypothesis, Impact, Percentiles } from './experiment.ts';
import type { ExperimentSettings } from './experiment-ports.ts';
import { readHistory } from './gather-facts.ts';
import { type ExperimentRun, impactOf, stepName } from './transitions.ts';

/** When each event happened, in epoch milliseconds; `null`: not seen before the timeout. */
export type Observed = {
  readonly injectedAtMs: number;
  readonly detectedAtMs: number | null;
  /** The group was whole again; where nothing is replaced, whole but for the target. */
  readonly replacedAtMs: number | null;
};

/** The SLO that pays for chaos. */
type ChaosBudget = {
  readonly sli: 'availability' | 'latency';
  readonly objective: number;
  readonly eventsPerWindow: number;
};

export type Measurement = {
  readonly observed: Observed;
  /** Whole slices: `alignOutwards`. */
  readonly impact: Interval;
  readonly baseline: Interval;
  /** Impact windows of other experiments, which are excluded from the baseline. */
  readonly disturbed: readonly Interval[];
  readonly slices: readonly LedgerSlice[];
  readonly rules: SliceRules;
  readonly hypothesis: Hypothesis;
  readonly budget: ChaosBudget;
  readonly replacement?: 'none' | undefined;
};

/** Measures one experiment from slices in any order; void slices, and slices outside both intervals, do not count. */
export function measureImpact(measurement: Measurement): Impact {
  const { observed, impact, slices, rules, budget, replacement } = measurement;
  const coverage = coverageOf(slices, impact, rules);
  const felt = mergeSlices(coverage.slices);
  const before = mergeSlices(undisturbed(measurement));
  const excess = {
    availability: excessBad(felt.availability, before.availability),
    latency: excessBad(felt.latency, before.latency),
  };
  return {
    fromMs: impact.fromMs,
    toMs: impact.toMs,
    probes: { sent: felt.availability.total, bad: badOf(felt.availability) },
    errors: felt.errors,
    longestBadRun: felt.badRuns.longest,
    latencyMs: { baseline: percentilesOf(before.histogram), impact: percentilesOf(felt.histogram) },
    detectMs: since(observed.injectedAtMs, observed.detectedAtMs),
    ...wholeAgain(since(observed.injectedAtMs, observed.replacedAtMs), replacement),
    recoverMs: recoverMs(coverage, measurement),
    budgetSpent: consumed(excess[budget.sli], budget.objective, budget.eventsPerWindow),
    excess,
    coverage: coverage.ratio,
  };
}

function wholeAgain(ms: number | null, replacement: 'none' | undefined) {
  return replacement === 'none' ? { replaceMs: null, carryOnMs: ms } : { replaceMs: ms };
}

/** How the users were in the baseline. */
export type Before = {
  readonly probes: { readonly sent: number; readonly bad: number };
  /** Milliseconds; `null` without a sample. */
  readonly p99Ms: number | null;
  /** Answers within the journey's latency threshold. Absent from measurements by an execution of an older version. */
  readonly latency?: Counts;
};

/** The baseline without what other experiments disturbed. */
function measureBefore(measurement: Omit<Measurement, 'observed' | 'impact'>): Before {
  const { availability, latency, histogram } = mergeSlices(undisturbed(measurement));
  return {
    probes: { sent: availability.total, bad: badOf(availability) },
    p99Ms: quantile(histogram, 0.99),
    latency,
  };
}

function undisturbed({
  slices,
  baseline,
  disturbed,
  rules,
}: Pick<Measurement, 'slices' | 'baseline' | 'disturbed' | 'rules'>): readonly LedgerSlice[] {
  return coverageOf(slices, baseline, rules).slices.filter(
    ({ startMs }) => !disturbed.some(({ fromMs, toMs }) => startMs >= fromMs && startMs < toMs),
  );
}

/** `null` without a sample. */
export function percentilesOf(histogram: Histogram): Percentiles | null {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => quantile(histogram, q));
  return typeof p50 === 'number' && typeof p95 === 'number' && typeof p99 === 'number'
    ? { p50, p95, p99 }
    : null;
}

/**
 * From the injection to the end of the last slice outside the steady state; 0 when there was none. `null` when the last
 * slice of the window was still outside, or there was no slice: the users were not seen to recover.
 */
function recoverMs({ slices }: Coverage, { observed, rules, hypothesis }: Measurement): number | null {
  const lastDeviating = slices.findLast((slice) => deviates(slice, hypothesis));
  const isBackAtTheEnd = slices.length > 0 && lastDeviating?.startMs !== slices.at(-1)?.startMs;
  if (!isBackAtTheEnd) return null;
  return lastDeviating === undefined ? 0 : lastDeviating.startMs + rules.widthMs - observed.injectedAtMs;
}

function deviates(slice: LedgerSlice, hypothesis: Hypothesis): boolean {
  const p99 = quantile(slice.histogram, 0.99);
  return badOf(slice.availability) > 0 || (p99 !== null && p99 > hypothesis.maxP99Ms);
}

function since(startMs: number, atMs: number | null): number | null {
  return atMs === null ? null : atMs - startMs;
}

type Measuring = Pick<ExperimentRun, 'ports' | 'plan' | 'settings'>;

type Reading = Pick<Measuring, 'plan' | 'settings'> & {
  readonly ports: Pick<Measuring['ports'], 'ledger' | 'clock'>;
};

/** What the users felt, and how they were before. */
export type Measured = {
  readonly impact: Impact;
  readonly before: Before;
  /** What else may have slowed them down; `null` or absent: nothing is known. */
  readonly disturbance?: string | null;
};

/** The impact from the injection to `endMs`. Slices that do not arrive in time are missing from its coverage. */
export async function measureWhenThere(run: Measuring, observed: Observed, endMs: number): Promise<Measured> {
  const { ports, plan, settings } = run;
  const widthMs = settings.sliceSeconds * 1_000;
  const impact = windowOf(run, observed, endMs);
  await ports.steps.waitUntil(stepName(plan, 'wait for slices'), {
    intervalMs: settings.pollMs,
    timeoutMs: slicesArriveWithinMs(settings),
    check: async () => {
      const isThere = await hasSlices(run, { fromMs: impact.toMs - widthMs, toMs: impact.toMs });
      return isThere ? { done: true } : null;
    },
  });
  return ports.steps.run(stepName(plan, 'measure'), async () => ({
    ...(await measure(run, observed, impact)),
    disturbance: (await ports.disturbance?.(impact)) ?? null,
  }));
}

/** How long a slice may take to reach the ledger after its end: until its last answer or timeout, plus delivery. */
function slicesArriveWithinMs({ sliceSeconds, probe }: ExperimentSettings): number {
  return probe.timeoutMs + 3 * sliceSeconds * 1_000;
}

/** A ledger that does not answer is asked again; if it keeps failing, the measurement says why. */
async function hasSlices(run: Reading, interval: Interval): Promise<boolean> {
  try {
    return (await slicesIn(run, interval)).length > 0;
  } catch {
    return false;
  }
}

/** The same for a window long past: it waits for nothing. */
export function measureWindow(run: Reading, observed: Observed, endMs: number): Promise<Measured> {
  return measure(run, observed, windowOf(run, observed, endMs));
}

function windowOf({ settings }: Reading, { injectedAtMs }: Observed, endMs: number): Interval {
  return alignOutwards({ fromMs: injectedAtMs, toMs: endMs }, settings.sliceSeconds * 1_000);
}

async function measure(run: Reading, observed: Observed, impact: Interval): Promise<Measured> {
  const { ports, plan, settings } = run;
  const { baselineMs, probe, slo, sliceSeconds } = settings;
  const baseline = { fromMs: impact.fromMs - baselineMs, toMs: impact.fromMs };
  const experiments = await readHistory(ports, settings, ports.clock.now());
  const measurement = {
    observed,
    impact,
    baseline,
    disturbed: experiments.flatMap((other) => impactOf(other) ?? []),
    slices: await slicesIn(run, { fromMs: baseline.fromMs, toMs: impact.toMs }),
    rules: sliceRules(probe.ratePerSecond, sliceSeconds, probe.maxLagMs),
    hypothesis: plan.hypothesis,
    replacement: settings.group.replacement,
    budget: {
      sli: slo.sli,
      objective: slo.objective,
      eventsPerWindow: eventsIn(
        windowBounds(parseWindow(slo.window, slo.timeZone), impact.toMs),
        probe.ratePerSecond,
      ),
    },
  };
  return { impact: measureImpact(measurement), before: measureBefore(measurement) };
}

function slicesIn({ ports, settings }: Reading, interval: Interval) {
  const { service, journey } = settings;
  return readSlices(ports.ledger, { service, journey, ...interval });
}
