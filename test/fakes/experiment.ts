/** Plans and settings of experiments for tests; override what a test is about. */
import type { AbortReason } from '@garbageday/core/chaos/abort-reason.ts';
import type { ExperimentPlan, Hypothesis, Impact, TargetRecord } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentSettings } from '@garbageday/core/chaos/experiment-ports.ts';
import { groupConfiguration, sloConfiguration } from './configuration.ts';
import { worldStartMs } from './simulated-world.ts';

export const hypothesis: Hypothesis = { maxBadProbes: 0, maxP99Ms: 500, maxRecoverMs: 30_000 };

export function experimentPlan(changes: Partial<ExperimentPlan> = {}): ExperimentPlan {
  return {
    id: 'gameday-x-1',
    group: 'web',
    fault: 'terminate',
    role: 'any',
    plannedAtMs: worldStartMs,
    seed: 'x',
    claimKey: 'gameday/r1/1',
    hypothesis,
    mode: 'armed',
    ...changes,
  };
}

/** Why one was aborted, where a test is about something else. */
export const lever: AbortReason = { kind: 'lever', text: 'the safety lever was pulled: operator' };

export const targetRecord: TargetRecord = { instanceId: 'i-web-a', slot: 'web-a', zone: 'a', role: 'none' };

export function experimentSettings(changes: Partial<ExperimentSettings> = {}): ExperimentSettings {
  return {
    service: 'wordcount',
    journey: 'probe',
    group: groupConfiguration({ hypothesis }),
    schedule: null,
    probe: { ratePerSecond: 10, timeoutMs: 5_000, maxLagMs: 50, minCoverage: 0.9 },
    slo: sloConfiguration(),
    budget: { reserve: 0.2, chaosShare: 0.5, coldStartSpend: 0.01, policy: [] },
    exempt: { instanceIds: [], zones: [], tags: [] },
    sliceSeconds: 1,
    baselineMs: 15_000,
    settleMs: 3_000,
    pollMs: 100,
    recoverTimeoutMs: 20_000,
    ...changes,
  };
}

/** What a clean kill leaves behind. */
export function impact(changes: Partial<Impact> = {}): Impact {
  return {
    fromMs: worldStartMs,
    toMs: worldStartMs + 10_000,
    probes: { sent: 100, bad: 0 },
    errors: [],
    longestBadRun: 0,
    latencyMs: { baseline: { p50: 5, p95: 8, p99: 9 }, impact: { p50: 6, p95: 9, p99: 40 } },
    detectMs: 300,
    replaceMs: 4_000,
    recoverMs: 0,
    budgetSpent: 0,
    coverage: 1,
    ...changes,
  };
}
