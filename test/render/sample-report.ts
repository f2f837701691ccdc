/** A good day to draw: 90 seconds, four kills, one bump while a new primary is elected. */

import type { ExperimentPlan, Impact, TargetRecord } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import type { FaultName } from '@garbageday/core/chaos/fault.ts';
import type { GameDayReport, SloResult, TimelinePoint } from '@garbageday/core/report/report.ts';
import type { ConfidenceInterval } from '@garbageday/core/statistics/confidence-interval.ts';

export const startMs = Date.UTC(2026, 10, 23, 15, 43, 12);

type Completed = Extract<ExperimentOutcome, { kind: 'completed' }>;

export function samplePlan(id: string, group: string, fault: FaultName, atSeconds: number): ExperimentPlan {
  return {
    id,
    group,
    fault,
    role: group === 'data' ? 'primary' : 'any',
    plannedAtMs: startMs + atSeconds * 1000,
    seed: `7f3a9c21/${id}`,
    claimKey: `gameday/7f3a9c21/${id}`,
    hypothesis: { maxBadProbes: 0, maxP99Ms: 1_500, maxRecoverMs: 15_000 },
    mode: 'armed',
  };
}

export function sampleTarget(
  slot: string,
  instanceId: string,
  role: TargetRecord['role'] = 'none',
): TargetRecord {
  return { instanceId, slot, zone: slot.slice(-1), role };
}

export function sampleImpact(atSeconds: number, changes: Partial<Impact> = {}): Impact {
  return {
    fromMs: startMs + atSeconds * 1000 + 6.4,
    toMs: startMs + atSeconds * 1000 + 8_206.4,
    probes: { sent: 82, bad: 0 },
    errors: [],
    longestBadRun: 0,
    latencyMs: {
      baseline: { p50: 4.83, p95: 9.12, p99: 14.27 },
      impact: { p50: 4.91, p95: 10.4, p99: 18.35 },
    },
    detectMs: 203.41,
    replaceMs: 1_912.77,
    recoverMs: 0,
    budgetSpent: 0,
    coverage: 1,
    ...changes,
  };
}

const praise = '0 of 82 probes failed (the limit is 0), p99 18 ms; the users never left the steady state.';

export function sampleKill(
  plan: ExperimentPlan,
  target: TargetRecord,
  impact: Impact,
  judgement: Completed['judgement'] = { verdict: 'pass', reasons: [praise] },
): Completed {
  return { kind: 'completed', plan, target, injectedAtMs: impact.fromMs, impact, judgement };
}

/** Wilson's interval, for figures that look like the real ones. */
function wilson(good: number, total: number): ConfidenceInterval {
  const z2 = 3.841459;
  const ratio = good / total;
  const centre = ratio + z2 / (2 * total);
  const half = Math.sqrt(z2) * Math.sqrt((ratio * (1 - ratio)) / total + z2 / (4 * total * total));
  return {
    low: (centre - half) / (1 + z2 / total),
    high: good === total ? 1 : (centre + half) / (1 + z2 / total),
  };
}

export function sampleSlo(changes: Partial<SloResult> & Pick<SloResult, 'good' | 'total'>): SloResult {
  const { good, total } = changes;
  return {
    name: 'availability',
    journey: 'users',
    role: changes.journey === 'probe' ? 'judge' : 'load',
    sli: 'availability',
    thresholdMs: null,
    objective: 0.999,
    window: '30d',
    ratio: good / total,
    interval: wilson(good, total),
    ...{ basis: 'window', events: 2_592_000, consumed: 0, remaining: 1, isFinal: false },
    verdict: 'met',
    budgeting: 'occurrences',
    ...{ windowStartMs: startMs, windowEndMs: startMs + 90_012.4, period: { good, total } },
    ...{ burn: [], alerts: [], exhaustedInSeconds: null, warnings: [] },
    ...changes,
  };
}

/** 90 calm seconds at 200 requests/s, with a bump while a new primary is elected. */
function calm(ratePerSecond: number): readonly TimelinePoint[] {
  return Array.from({ length: 90 }, (_, second) => {
    const wobble = Math.sin(second * 12.9898) * 43_758.5453;
    const noise = wobble - Math.floor(wobble);
    const bump = second === 38 ? 780 : second === 39 ? 212 : 0;
    return {
      atMs: startMs + second * 1000,
      total: second < 2 ? 0 : ratePerSecond,
      bad: 0,
      p50: second < 2 ? null : 4.4 + noise,
      p99: second < 2 ? null : Math.max(bump, 11 + noise * 7 + ([22, 54, 70].includes(second) ? 9 : 0)),
      budgetRemaining: second < 38 ? 1 : second < 39 ? 0.9912 : 0.9821,
    };
  });
}

const primaryImpact = sampleImpact(38, {
  probes: { sent: 94, bad: 0 },
  latencyMs: {
    baseline: { p50: 4.8, p95: 9.07, p99: 14.11 },
    impact: { p50: 5.06, p95: 188.2, p99: 612.4 },
  },
  detectMs: 641.2,
  replaceMs: 3_408.9,
  recoverMs: 1_204.4,
  budgetSpent: 0.0179,
});

/** The service kept its promise. */
export const sampleReport: GameDayReport = {
  ...{ kind: 'gameday', timeZone: 'UTC', unplannedLosses: null, changes: [], composites: [], excluded: null },
  ...{ notEvaluated: [], findings: [] },
  service: 'wordcount',
  platform: { name: 'local', lb: 'HAProxy 2.6.12', data: 'mongolite, the embedded stand-in, not MongoDB' },
  seed: '7f3a9c21',
  fromMs: startMs,
  toMs: startMs + 90_012.4,
  readyMs: 1_874.31,
  experiments: [
    sampleKill(
      samplePlan('web-1', 'web', 'terminate', 22),
      sampleTarget('web-b', 'i-0c1d4e7a'),
      sampleImpact(22),
    ),
    sampleKill(
      samplePlan('data-1', 'data', 'terminate', 38),
      sampleTarget('data-a', 'i-9d02c4b1', 'primary'),
      primaryImpact,
    ),
    sampleKill(
      samplePlan('web-2', 'web', 'power-cut', 54),
      sampleTarget('web-c', 'i-51be20f3'),
      sampleImpact(54, { probes: { sent: 80, bad: 0 }, detectMs: 108.9 }),
    ),
    sampleKill(
      samplePlan('lb-1', 'load-balancer', 'power-cut', 70),
      sampleTarget('lb-a', 'i-e8807c55'),
      sampleImpact(70, { probes: { sent: 71, bad: 0 }, detectMs: 12.3, replaceMs: 706.2 }),
    ),
  ],
  users: { sent: 18_040, failed: 0, retried: 0, acknowledged: 6_013, stored: 6_013, longestWaitMs: 812.6 },
  slos: [
    sampleSlo({ good: 18_040, total: 18_040 }),
    sampleSlo({
      name: 'latency',
      sli: 'latency',
      thresholdMs: 300,
      objective: 0.99,
      good: 17_958,
      total: 18_040,
      consumed: 0.0179,
      remaining: 0.9821,
    }),
    sampleSlo({
      name: 'journey',
      journey: 'probe',
      good: 880,
      total: 880,
      verdict: 'not-yet-provable',
    }),
  ],
  proofs: [
    { group: 'load-balancer', clean: 1, kills: 1, failureUpperBound: 0.95 },
    { group: 'web', clean: 2, kills: 2, failureUpperBound: 0.776393 },
    { group: 'data', clean: 1, kills: 1, failureUpperBound: 0.95 },
  ],
  attribution: {
    bad: 82,
    byExperiment: [
      { experimentId: 'web-1', bad: 0, spent: 0 },
      { experimentId: 'data-1', bad: 80, spent: 0.0179 },
      { experimentId: 'web-2', bad: 0, spent: 0 },
      { experimentId: 'lb-1', bad: 0, spent: 0 },
    ],
    chaos: 80,
    unattributed: 2,
    ...{ slo: 'journey', sli: 'latency', unplanned: null, unexplained: 2 },
    spent: { total: 0.0183, chaos: 0.0179, unplanned: null, unexplained: 0.0004 },
  },
  ...{ otherAttributions: [], coverage: [] },
  journeys: [
    {
      ...{ name: 'users', role: 'load', sent: 18_040, failed: 0 },
      latency: { p50: 4.9, p95: 9.3, p99: 19.4 },
    },
    {
      ...{ name: 'probe', role: 'judge', sent: 900, failed: 0 },
      latency: { p50: 5.1, p95: 10.2, p99: 21.7 },
    },
  ],
  latency: {
    users: { p50: 4.9, p95: 9.3, p99: 19.4 },
    probe: { p50: 5.1, p95: 10.2, p99: 21.7 },
  },
  resilience: [],
  advice: [],
  policy: {
    ...{ slo: 'journey', state: 'open', remaining: 0.98, reserve: 0.2, chaosSpent: 0.0179, chaosShare: 0.5 },
    rules: [{ below: 0.2, refuse: ['everything'], isInForce: false }],
    refusals: [],
  },
  timeline: { users: calm(200), probe: calm(10) },
  verdict: 'kept',
};
