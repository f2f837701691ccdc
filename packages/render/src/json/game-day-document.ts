/** The report as one JSON document, `garbageday/gameday@1`, for machines; the schema is schema/gameday-1.schema.json. */
import type { Hypothesis, Impact, Percentiles, Verdict } from '@garbageday/core/chaos/experiment.ts';
import type { Fault } from '@garbageday/core/chaos/fleet.ts';
import type { RefusalReason } from '@garbageday/core/chaos/refusal.ts';
import type {
  Attribution,
  ProofOfRedundancy,
  Report,
  SloResult,
  SloVerdict,
} from '@garbageday/core/report/report.ts';
import { roundMs } from '../format.ts';
import { hitAtMs, impactOf, type Kill, kills, reasonsOf } from '../summary/kill-row.ts';
import { type Refused, refused } from '../summary/refusal-row.ts';

export const gameDaySchema = 'garbageday/gameday@1';

/** Milliseconds are rounded to a tenth, ratios are not; times within the run are offsets from its start. */
export type GameDayDocument = {
  readonly schema: typeof gameDaySchema;
  readonly seed: string;
  readonly service: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMs: number;
  readonly readyMs: number | null;
  readonly verdict: Report['verdict'];
  readonly platform: Report['platform'];
  readonly experiments: readonly ExperimentDocument[];
  readonly refusals: readonly RefusalDocument[];
  readonly users: UsersDocument;
  readonly slos: readonly SloDocument[];
  readonly proofs: Report['proofs'];
  readonly attribution: Report['attribution'];
};

/** An experiment that was not refused. What was not measured is `null`, never 0. */
export type ExperimentDocument = {
  readonly id: string;
  readonly group: string;
  readonly outcome: Kill['kind'];
  /** The instance id. */
  readonly target: string | null;
  readonly slot: string | null;
  readonly zone: string | null;
  readonly role: string | null;
  readonly fault: Fault;
  readonly plannedAtMs: number;
  readonly injectedAtMs: number | null;
  readonly hypothesis: Hypothesis;
  /** `null` where the experiment was aborted or a dry run. */
  readonly verdict: Verdict | null;
  readonly reasons: readonly string[];
  readonly probes: { readonly sent: number; readonly bad: number } | null;
  readonly errors: readonly { readonly kind: string; readonly count: number }[];
  readonly longestBadRun: number | null;
  readonly latencyMs: {
    readonly baseline: PercentilesDocument | null;
    readonly impact: PercentilesDocument | null;
  };
  readonly detectMs: number | null;
  readonly replaceMs: number | null;
  readonly recoverMs: number | null;
  readonly budgetSpent: number | null;
  readonly coverage: number | null;
};

export type PercentilesDocument = {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
};

export type RefusalDocument = {
  readonly id: string;
  readonly group: string;
  readonly fault: Fault;
  readonly plannedAtMs: number;
  readonly refusedAtMs: number;
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly numbers: Readonly<Record<string, number>>;
};

export type UsersDocument = Report['users'];

export type SloDocument = {
  readonly name: string;
  readonly journey: string;
  readonly sli: 'availability' | 'latency';
  readonly thresholdMs: number | null;
  readonly objective: number;
  readonly window: string;
  readonly good: number;
  readonly total: number;
  readonly ratio: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly consumed: number;
  readonly remaining: number;
  readonly verdict: SloVerdict;
};

/** The document of a report; it holds finite numbers only, so that `JSON.stringify` loses nothing. */
export function toGameDayDocument(report: Report): GameDayDocument {
  return {
    schema: gameDaySchema,
    seed: report.seed,
    service: report.service,
    startedAt: new Date(report.fromMs).toISOString(),
    endedAt: new Date(report.toMs).toISOString(),
    durationMs: roundMs(report.toMs - report.fromMs) ?? 0,
    readyMs: roundMs(report.readyMs),
    verdict: report.verdict,
    platform: platform(report.platform),
    experiments: kills(report).map((kill) => experiment(kill, report.fromMs)),
    refusals: refused(report).map((outcome) => refusal(outcome, report.fromMs)),
    users: users(report.users),
    slos: report.slos.map(slo),
    proofs: report.proofs.map(proof),
    attribution: attribution(report.attribution),
  };
}

function experiment(kill: Kill, fromMs: number): ExperimentDocument {
  const { plan, target } = kill;
  const impact = impactOf(kill);
  return {
    id: plan.id,
    group: plan.group,
    outcome: kill.kind,
    target: target?.instanceId ?? null,
    slot: target?.slot ?? null,
    zone: target?.zone ?? null,
    role: target?.role ?? null,
    fault: plan.fault,
    plannedAtMs: roundMs(plan.plannedAtMs - fromMs) ?? 0,
    injectedAtMs: impact === null ? null : roundMs(hitAtMs(kill) - fromMs),
    hypothesis: hypothesis(plan.hypothesis),
    verdict: kill.kind === 'completed' ? kill.judgement.verdict : null,
    reasons: reasonsOf(kill),
    ...measured(impact),
  };
}

function hypothesis({ maxBadProbes, maxP99Ms, maxRecoverMs }: Hypothesis): Hypothesis {
  return { maxBadProbes, maxP99Ms, maxRecoverMs };
}

function measured(impact: Impact | null) {
  return {
    probes: impact === null ? null : { sent: impact.probes.sent, bad: impact.probes.bad },
    errors: (impact?.errors ?? []).map(([kind, count]) => ({ kind, count })),
    longestBadRun: impact?.longestBadRun ?? null,
    latencyMs: {
      baseline: percentiles(impact?.latencyMs.baseline ?? null),
      impact: percentiles(impact?.latencyMs.impact ?? null),
    },
    detectMs: roundMs(impact?.detectMs ?? null),
    replaceMs: roundMs(impact?.replaceMs ?? null),
    recoverMs: roundMs(impact?.recoverMs ?? null),
    budgetSpent: impact?.budgetSpent ?? null,
    coverage: impact?.coverage ?? null,
  };
}

function percentiles(measurement: Percentiles | null): PercentilesDocument | null {
  if (measurement === null) return null;
  return {
    p50: roundMs(measurement.p50),
    p95: roundMs(measurement.p95),
    p99: roundMs(measurement.p99),
  };
}

function refusal(
  { plan, atMs, refusal: { reason, detail, numbers } }: Refused,
  fromMs: number,
): RefusalDocument {
  return {
    id: plan.id,
    group: plan.group,
    fault: plan.fault,
    plannedAtMs: roundMs(plan.plannedAtMs - fromMs) ?? 0,
    refusedAtMs: roundMs(atMs - fromMs) ?? 0,
    reason,
    detail,
    numbers,
  };
}

// Field by field, not spread: what core adds one day must not slip into a document that has a schema.

function platform({ name, lb, data }: Report['platform']): Report['platform'] {
  return { name, lb, data };
}

function users({
  sent,
  failed,
  retried,
  acknowledged,
  stored,
  longestWaitMs,
}: Report['users']): UsersDocument {
  return { sent, failed, retried, acknowledged, stored, longestWaitMs: roundMs(longestWaitMs) ?? 0 };
}

function slo(result: SloResult): SloDocument {
  const { name, journey, sli, thresholdMs, objective, window, good, total } = result;
  const { ratio, interval, consumed, remaining, verdict } = result;
  return {
    ...{ name, journey, sli, thresholdMs: roundMs(thresholdMs), objective, window, good, total, ratio },
    interval: interval === null ? null : { low: interval.low, high: interval.high },
    ...{ consumed, remaining, verdict },
  };
}

function proof({ group, clean, kills: count, failureUpperBound }: ProofOfRedundancy): ProofOfRedundancy {
  return { group, clean, kills: count, failureUpperBound };
}

function attribution({ bad, byExperiment, chaos, unattributed }: Attribution): Attribution {
  return {
    bad,
    byExperiment: byExperiment.map(({ experimentId, bad: caused, spent }) => ({
      experimentId,
      bad: caused,
      spent,
    })),
    chaos,
    unattributed,
  };
}
