/** The report as one JSON document, `garbageday/gameday@1`, for machines. */

import type { Hypothesis } from '@garbageday/core/chaos/experiment.ts';
import { happenedAtMs, wasInjected } from '@garbageday/core/report/happened-at.ts';
import type { GameDayReport, ProofOfRedundancy, Report, SloResult } from '@garbageday/core/report/report.ts';
import type { Attribution } from '@garbageday/core/slo/attribution.ts';
import { roundMs } from '../format.ts';
import { type Kill, reasonsOf } from '../narrate/outcome-words.ts';
import { impactOf, kills } from '../summary/kill-row.ts';
import { type Refused, refused } from '../summary/refusal-row.ts';
import {
  type AttributionDocument,
  type ExperimentDocument,
  type GameDayDocument,
  gameDaySchema,
  type RefusalDocument,
  type SloDocument,
  type UsersDocument,
} from './game-day-schema.ts';
import { journeysPart } from './journeys-document.ts';
import { measured } from './measured-document.ts';

/** The document of a report; it holds finite numbers only, so that `JSON.stringify` loses nothing. */
export function toGameDayDocument(report: GameDayReport): GameDayDocument {
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
    ...journeysPart(report),
    slos: report.slos.map(slo),
    proofs: report.proofs.map(proof),
    attribution: attribution(report.attribution),
    otherAttributions: report.otherAttributions.map(attribution),
    ...findingsPart(report),
  };
}

/** Left out if nothing was found, which is what older readers expect. */
function findingsPart({ findings }: Report): Pick<GameDayDocument, 'findings'> {
  if (findings.length === 0) return {};
  return { findings: findings.map(({ kind, group, text, see }) => ({ kind, group, text, see })) };
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
    injectedAtMs: !wasInjected(kill) ? null : roundMs(happenedAtMs(kill) - fromMs),
    hypothesis: hypothesis(plan.hypothesis),
    verdict: kill.kind === 'completed' ? kill.judgement.verdict : null,
    reasons: reasonsOf(kill),
    ...measured(impact),
  };
}

function hypothesis({ maxBadProbes, maxP99Ms, maxRecoverMs }: Hypothesis): Hypothesis {
  return { maxBadProbes, maxP99Ms, maxRecoverMs };
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

// Field by field, not spread: fields that core may add later must not slip into a document with a schema.

function platform({ name, lb, data }: Report['platform']): Report['platform'] {
  return { name, lb, data };
}

function users({ sent, failed, retried, acknowledged, stored, longestWaitMs }: UsersDocument): UsersDocument {
  return { sent, failed, retried, acknowledged, stored, longestWaitMs: roundMs(longestWaitMs) ?? 0 };
}

function slo(result: SloResult): SloDocument {
  const { name, journey, sli, thresholdMs, objective, window, good, total } = result;
  const { ratio, interval, basis, events, consumed, remaining, verdict, isFinal } = result;
  return {
    ...{ name, journey, sli, thresholdMs: roundMs(thresholdMs), objective, window, good, total, ratio },
    interval: interval === null ? null : { low: interval.low, high: interval.high },
    ...{ basis, events, consumed, remaining, verdict, isFinal },
  };
}

function proof({ group, clean, kills: count, failureUpperBound }: ProofOfRedundancy): ProofOfRedundancy {
  return { group, clean, kills: count, failureUpperBound };
}

function attribution({
  slo: name,
  sli,
  bad,
  byExperiment,
  chaos,
  unattributed,
}: Attribution): AttributionDocument {
  return {
    ...{ slo: name, sli },
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
