/** Reports that nobody wants: no data, everything broken, names and numbers from hell. */
import type { GameDayReport } from '@garbageday/core/report/report.ts';
import {
  sampleImpact,
  sampleKill,
  samplePlan,
  sampleReport,
  sampleSlo,
  sampleTarget,
  startMs,
} from './sample-report.ts';

/** Nothing was measured at all. */
export const noDataReport: GameDayReport = {
  ...sampleReport,
  readyMs: null,
  experiments: [],
  users: { sent: 0, failed: 0, retried: 0, acknowledged: 0, stored: null, longestWaitMs: 0 },
  slos: sampleReport.slos.map((slo) => ({
    ...slo,
    good: 0,
    total: 0,
    period: { good: 0, total: 0 },
    ratio: null,
    interval: null,
    consumed: 0,
    remaining: 1,
    verdict: 'no-data',
  })),
  proofs: [{ group: 'web', clean: 0, kills: 0, failureUpperBound: null }],
  attribution: {
    ...sampleReport.attribution,
    ...{ bad: 0, byExperiment: [], chaos: 0, unattributed: 0, unplanned: 0, unexplained: 0 },
    spent: { total: 0, chaos: 0, unplanned: 0, unexplained: 0 },
  },
  journeys: sampleReport.journeys.map((journey) => ({ ...journey, sent: 0, latency: null })),
  latency: { users: null, probe: null },
  timeline: { users: [], probe: [] },
  verdict: 'inconclusive',
};

/** Everything went wrong: failed, aborted, refused, a dry run, lost writes. */
export const brokenReport: GameDayReport = {
  ...sampleReport,
  experiments: [
    sampleKill(
      samplePlan('web-1', 'web', 'power-cut', 22),
      sampleTarget('web-b', 'i-0c1d4e7a'),
      sampleImpact(22, {
        probes: { sent: 82, bad: 31 },
        errors: [
          ['status-5xx', 27],
          ['timeout', 4],
        ],
        longestBadRun: 29,
        latencyMs: {
          baseline: { p50: 4.8, p95: 9.1, p99: 14.3 },
          impact: { p50: 1_800, p95: 4_010, p99: 4_200.4 },
        },
        recoverMs: 9_402.5,
        replaceMs: null,
        budgetSpent: 1.157,
      }),
      {
        verdict: 'fail',
        reasons: [
          '31 of 82 probes failed (27 status-5xx, 4 timeout); the limit is 0.',
          'The p99 rose to 4200 ms; it was to stay within 1500 ms.',
        ],
      },
    ),
    {
      kind: 'aborted',
      plan: samplePlan('data-1', 'data', 'hang', 38),
      target: sampleTarget('data-a', 'i-9d02c4b1', 'primary'),
      atMs: startMs + 41_300,
      injectedAtMs: startMs + 38_006,
      reason: { kind: 'lever', text: 'the safety lever was pulled: operator' },
      impact: sampleImpact(38, { detectMs: null, replaceMs: null, recoverMs: null, coverage: 0.4 }),
    },
    {
      kind: 'refused',
      plan: samplePlan('web-2', 'web', 'terminate', 54),
      atMs: startMs + 54_002,
      refusal: {
        reason: 'no-redundancy',
        detail: '2 of 3 healthy, 1 victim would leave 1, 2 required',
        numbers: { healthy: 2, victims: 1, required: 2 },
      },
    },
    {
      kind: 'dry-run',
      plan: { ...samplePlan('lb-1', 'load-balancer', 'terminate', 62), mode: 'dry-run' },
      target: sampleTarget('lb-a', 'i-e8807c55'),
      atMs: startMs + 62_000,
    },
    sampleKill(
      samplePlan('web-3', 'web', 'terminate', 70),
      sampleTarget('web-c', 'i-51be20f3'),
      sampleImpact(70, {
        probes: { sent: 12, bad: 0 },
        coverage: 0.15,
        latencyMs: { baseline: null, impact: null },
      }),
      {
        verdict: 'inconclusive',
        reasons: ['The prober saw 15% of the impact window; 90% are needed to say more.'],
      },
    ),
  ],
  users: {
    sent: 17_204,
    failed: 778,
    retried: 44,
    acknowledged: 5_404,
    stored: 5_401,
    longestWaitMs: 10_004,
  },
  slos: [
    sampleSlo({ good: 16_426, total: 17_204, verdict: 'missed', consumed: 3.41, remaining: -2.41 }),
    sampleSlo({
      name: 'journey',
      journey: 'probe',
      good: 298,
      total: 300,
      verdict: 'missed',
      consumed: 0.8,
      remaining: 0.2,
    }),
  ],
  proofs: [{ group: 'web', clean: 0, kills: 1, failureUpperBound: 1 }],
  attribution: {
    ...sampleReport.attribution,
    bad: 1_343,
    byExperiment: [
      { experimentId: 'web-1', bad: 1_290.5, spent: 1.157 },
      { experimentId: 'gone', bad: 11.5, spent: 0.0004 },
    ],
    chaos: 1_302,
    unattributed: 41,
    unexplained: 41,
    spent: { total: 1.19, chaos: 1.1574, unplanned: 0, unexplained: 0.0326 },
  },
  timeline: {
    ...sampleReport.timeline,
    users: sampleReport.timeline.users.map((point, second) => ({
      ...point,
      bad: second > 21 && second < 31 ? 60 + second : second === 38 ? 4 : 0,
      p99: second > 21 && second < 31 ? 4_200 + second : point.p99,
      budgetRemaining: 1 - Math.max(0, Math.min(second - 21, 10)) * 0.341,
    })),
  },
  verdict: 'broken',
};

/** Names from hell, numbers from space. */
export const uglyReport: GameDayReport = {
  ...brokenReport,
  service: `<script>alert("1")</script> & ${'überlanger-dienst-'.repeat(12)}日本語のサービス\u001b[31m\n`,
  seed: `'"><img src=x onerror=alert(1)>${'seed'.repeat(30)}`,
  platform: { name: 'aws', lb: 'application load balancer '.repeat(5), data: '{a|b} {b} %s\u0000\u202e' },
  readyMs: 1e12,
  users: {
    sent: Number.MAX_SAFE_INTEGER,
    failed: 123_456_789_012,
    retried: 9,
    acknowledged: Number.MAX_SAFE_INTEGER,
    stored: 1,
    longestWaitMs: 1e14,
  },
  experiments: brokenReport.experiments.map((outcome) =>
    outcome.kind === 'completed'
      ? {
          ...outcome,
          target: {
            ...outcome.target,
            slot: `<b>${'web-very-long-slot-name-'.repeat(6)}</b>`,
            zone: '</td>&',
          },
          impact: {
            ...outcome.impact,
            probes: { sent: 9_007_199_254_740_991, bad: 4_503_599_627_370_495 },
            detectMs: 1e15,
            budgetSpent: -123_456.789,
          },
          judgement: { ...outcome.judgement, reasons: [`${'why '.repeat(80)}<i>`, ']]>'] },
        }
      : outcome,
  ),
};

export const allReports = { sampleReport, noDataReport, brokenReport, uglyReport } as const;
