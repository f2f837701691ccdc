/** A day and a week as the reporter reads them from the ledger: one kill that hurt, one refusal, a budget half spent. */

import type {
  GroupResilience,
  ProofOfRedundancy,
  Report,
  SloResult,
} from '@garbageday/core/report/report.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import {
  sampleImpact,
  sampleKill,
  samplePlan,
  sampleReport,
  sampleSlo,
  sampleTarget,
} from './sample-report.ts';

/** Midnight in Berlin. */
const dayStartMs = Date.UTC(2026, 10, 22, 23);

function atHour(hour: number): number {
  return dayStartMs + hour * 3_600_000;
}

const burning: SloResult = {
  ...sampleSlo({
    name: 'journey',
    journey: 'probe',
    good: 2_590_716,
    total: 2_592_000,
    verdict: 'met',
    consumed: 0.4954,
    remaining: 0.5046,
    period: { good: 86_354, total: 86_400 },
  }),
  windowStartMs: dayStartMs - 29 * dayMs,
  windowEndMs: dayStartMs + dayMs,
  burn: [
    { seconds: 3_600, rate: 3.4 },
    { seconds: 86_400, rate: 3.1 },
  ],
  alerts: [
    { severity: 'page', longSeconds: 3_600, shortSeconds: 300, factor: 14.4, firing: false },
    { severity: 'ticket', longSeconds: 86_400, shortSeconds: 7_200, factor: 3, firing: true },
  ],
  exhaustedInSeconds: 421_900,
};

const latency: SloResult = {
  ...sampleSlo({
    name: 'latency',
    journey: 'probe',
    sli: 'latency',
    thresholdMs: 300,
    objective: 0.99,
    good: 2_588_104,
    total: 2_592_000,
    verdict: 'met',
    consumed: 0.1503,
    remaining: 0.8497,
    period: { good: 86_270, total: 86_400 },
  }),
  windowStartMs: dayStartMs - 29 * dayMs,
  windowEndMs: dayStartMs + dayMs,
};

const primaryKill = sampleKill(
  { ...samplePlan('data/2026-11-23', 'data', 'terminate', 0), plannedAtMs: atHour(14) },
  sampleTarget('data-a', 'i-0d02c4b19e', 'primary'),
  {
    ...sampleImpact(0, {
      probes: { sent: 94, bad: 7 },
      errors: [['status-5xx', 7]],
      longestBadRun: 7,
      latencyMs: {
        baseline: { p50: 4.8, p95: 9.07, p99: 14.11 },
        impact: { p50: 5.06, p95: 188.2, p99: 612.4 },
      },
      detectMs: 6_410,
      replaceMs: 184_000,
      recoverMs: 8_204.4,
      budgetSpent: 0.0027,
    }),
    fromMs: atHour(14),
    toMs: atHour(14) + 214_000,
  },
  { verdict: 'fail', reasons: ['7 of 94 probes failed (7 status-5xx); the limit is 0.'] },
);

const webKill = sampleKill(
  { ...samplePlan('web/2026-11-23', 'web', 'power-cut', 0), plannedAtMs: atHour(11) },
  sampleTarget('web-b', 'i-0c1d4e7a55'),
  { ...sampleImpact(0, { recoverMs: 0 }), fromMs: atHour(11), toMs: atHour(11) + 190_000 },
);

function trend(
  proof: ProofOfRedundancy,
  unplannedLosses: number,
  points: GroupResilience['points'],
): GroupResilience {
  const daysSinceProof = proof.clean === 0 ? null : points.at(-1)?.verdict === 'pass' ? 0 : 4;
  return { ...proof, points, daysSinceProof, plannedLosses: points.length, unplannedLosses };
}

export const sampleDay: Report = {
  ...sampleReport,
  kind: 'day',
  platform: { name: 'aws', lb: 'application load balancer', data: 'MongoDB replica set' },
  seed: null,
  timeZone: 'Europe/Berlin',
  fromMs: dayStartMs,
  toMs: dayStartMs + dayMs,
  readyMs: null,
  users: null,
  journeys: [
    { name: 'users', role: 'load', sent: 0, failed: 0, latency: null },
    {
      ...{ name: 'probe', role: 'judge', sent: 864_000, failed: 428 },
      latency: { p50: 5.1, p95: 10.2, p99: 21.7 },
    },
  ],
  latency: { users: null, probe: { p50: 5.1, p95: 10.2, p99: 21.7 } },
  experiments: [
    webKill,
    primaryKill,
    {
      kind: 'refused',
      plan: {
        ...samplePlan('load-balancer/2026-11-23', 'load-balancer', 'terminate', 0),
        plannedAtMs: atHour(15),
      },
      atMs: atHour(15),
      refusal: {
        reason: 'overlapping-experiment',
        detail: 'data is still recovering from the experiment of 14:00',
        numbers: {},
      },
    },
  ],
  slos: [burning, latency],
  proofs: [
    { group: 'web', clean: 30, kills: 30, failureUpperBound: 0.095 },
    { group: 'data', clean: 11, kills: 12, failureUpperBound: 0.3387 },
    { group: 'load-balancer', clean: 0, kills: 0, failureUpperBound: null },
  ],
  resilience: [
    trend({ group: 'web', clean: 30, kills: 30, failureUpperBound: 0.095 }, 1, [
      { experimentId: 'web/2026-11-23', atMs: atHour(11), budgetSpent: 0, recoverMs: 0, verdict: 'pass' },
    ]),
    trend({ group: 'data', clean: 11, kills: 12, failureUpperBound: 0.3387 }, 0, [
      {
        ...{ experimentId: 'data/2026-11-23', atMs: atHour(14), budgetSpent: 0.0027 },
        ...{ recoverMs: 8_204.4, verdict: 'fail' },
      },
    ]),
    trend({ group: 'load-balancer', clean: 0, kills: 0, failureUpperBound: null }, 0, []),
  ],
  unplannedLosses: [{ group: 'web', fromMs: atHour(3), toMs: atHour(3) + 200_000 }],
  attribution: {
    ...{ slo: 'journey', sli: 'availability' },
    bad: 46,
    byExperiment: [
      { experimentId: 'web/2026-11-23', bad: 0, spent: 0 },
      { experimentId: 'data/2026-11-23', bad: 7, spent: 0.0027 },
    ],
    chaos: 7,
    unattributed: 39,
    unplanned: 31,
    unexplained: 8,
    spent: { total: 0.0177, chaos: 0.0027, unplanned: 0.012, unexplained: 0.003 },
  },
  changes: [
    { slo: 'journey', before: 0.999_97, after: 0.999_47 },
    { slo: 'latency', before: 0.9981, after: 0.9985 },
  ],
  advice: [
    'journey burns its budget too fast to last its window: look for what fails.',
    'The last kill of data broke its hypothesis: fix that, then kill it again.',
    'load-balancer has never been proven to survive a loss: let chaos reach it.',
  ],
  policy: {
    slo: 'journey',
    state: 'open',
    remaining: 0.5046,
    reserve: 0.25,
    chaosSpent: 0.0613,
    chaosShare: 0.5,
    rules: [],
    refusals: [{ reason: 'overlapping-experiment', count: 1 }],
  },
  composites: [
    {
      ...{ name: 'the shop', objective: 0.99, sli: 0.9991, consumed: 0.09, remaining: 0.91 },
      window: { text: '30d', startMs: dayStartMs - 29 * dayMs, endMs: dayStartMs + dayMs },
      members: [
        { slo: 'journey', share: 0.75, sli: 0.9992, consumed: 0.06 },
        { slo: 'fast enough', share: 0.25, sli: 0.9988, consumed: 0.03 },
      ],
      interval: { low: 0.9989, high: 0.9993 },
      ...{ verdict: 'met', isFinal: true },
      warnings: [],
    },
  ],
  excluded: {
    intervals: [{ fromMs: atHour(2), toMs: atHour(2) + 1_800_000 }],
    seconds: 1_800,
    slos: [{ slo: 'journey', good: 2_592_011, total: 2_593_800, ratio: 0.999_31 }],
  },
  verdict: 'broken',
};

export const sampleWeek: Report = { ...sampleDay, kind: 'week', fromMs: dayStartMs - 6 * dayMs };
