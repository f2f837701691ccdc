/** Any report as one JSON document, `garbageday/report@2`, for machines. */

import type { Impact } from '@garbageday/core/chaos/experiment.ts';
import { happenedAtMs, wasInjected } from '@garbageday/core/report/happened-at.ts';
import type { JourneyCoverage } from '@garbageday/core/report/journey-coverage.ts';
import type { GroupResilience, Report, SloResult, UserTotals } from '@garbageday/core/report/report.ts';
import type { CompositeScore } from '@garbageday/core/slo/composite.ts';
import { roundMs } from '../format.ts';
import { type Kill, reasonsOf } from '../narrate/outcome-words.ts';
import { impactOf, kills } from '../summary/kill-row.ts';
import { refused } from '../summary/refusal-row.ts';
import { instantText } from './instant-text.ts';
import { journeysPart } from './journeys-document.ts';
import { measured, percentiles } from './measured-document.ts';
import { type ReportDocument, reportSchema } from './report-schema.ts';

/** The document of a report; it holds finite numbers only, so that `JSON.stringify` loses nothing. */
export function toReportDocument(report: Report): ReportDocument {
  const { kind, service, platform, seed, timeZone, fromMs, toMs, verdict } = report;
  return {
    schema: reportSchema,
    ...{ kind, service, timeZone, seed, verdict },
    from: instantText(fromMs),
    to: instantText(toMs),
    durationMs: roundMs(toMs - fromMs) ?? 0,
    readyMs: roundMs(report.readyMs),
    platform: { name: platform.name, lb: platform.lb, data: platform.data },
    users: usersOf(report.users),
    slos: report.slos.map(slo),
    composites: report.composites.map(composite),
    notEvaluated: report.notEvaluated.map(({ name, needs }) => ({ name, needs })),
    ...journeysPart(report),
    latency: { users: percentiles(report.latency.users), probe: percentiles(report.latency.probe) },
    experiments: kills(report).map(experiment),
    refusals: refusals(report),
    resilience: report.resilience.map(resilience),
    unplannedLosses:
      report.unplannedLosses?.map(({ group, ...lost }) => ({ group, ...interval(lost) })) ?? null,
    attribution: attribution(report.attribution),
    otherAttributions: report.otherAttributions.map(attribution),
    coverage: report.coverage.map(coverage),
    changes: report.changes.map(({ slo: name, before, after }) => ({ slo: name, before, after })),
    advice: report.advice,
    policy: policy(report.policy),
    excluded: excluded(report.excluded),
  };
}

function interval({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) {
  return { from: instantText(fromMs), to: instantText(toMs) };
}

function usersOf(users: UserTotals | null): UserTotals | null {
  if (users === null) return null;
  const { sent, failed, retried, acknowledged, stored, longestWaitMs } = users;
  return { sent, failed, retried, acknowledged, stored, longestWaitMs: roundMs(longestWaitMs) ?? 0 };
}

function composite(score: CompositeScore): ReportDocument['composites'][number] {
  const {
    name,
    objective,
    window,
    members,
    sli,
    interval: bounds,
    consumed,
    remaining,
    verdict,
    isFinal,
    warnings,
  } = score;
  return {
    ...{ name, objective, window: window.text },
    windowStart: instantText(window.startMs),
    windowEnd: instantText(window.endMs),
    members: members.map((member) => ({
      ...{ slo: member.slo, share: member.share, ratio: member.sli, consumed: member.consumed },
    })),
    ratio: sli,
    interval: bounds === null ? null : { low: bounds.low, high: bounds.high },
    ...{ consumed, remaining, verdict, isFinal, warnings },
  };
}

function slo(result: SloResult): ReportDocument['slos'][number] {
  const { measuredBy } = result;
  const { name, journey, sli, thresholdMs, objective, window, budgeting, good, total, ratio, period } =
    result;
  return {
    ...{ name, journey, ...(measuredBy === undefined ? {} : { measuredBy }) },
    ...{ sli, thresholdMs: roundMs(thresholdMs), objective, window, budgeting },
    windowStart: instantText(result.windowStartMs),
    windowEnd: instantText(result.windowEndMs),
    ...{ good, total, ratio },
    interval: result.interval === null ? null : { low: result.interval.low, high: result.interval.high },
    period: { good: period.good, total: period.total },
    ...{ basis: result.basis, events: result.events, consumed: result.consumed },
    ...{ remaining: result.remaining, verdict: result.verdict, isFinal: result.isFinal },
    burn: result.burn.map(({ seconds, rate }) => ({ seconds, rate })),
    alerts: result.alerts.map(({ severity, longSeconds, shortSeconds, factor, firing }) => ({
      ...{ severity, longSeconds, shortSeconds, factor, firing },
    })),
    exhaustedInSeconds: result.exhaustedInSeconds,
    warnings: result.warnings,
  };
}

function experiment(kill: Kill): ReportDocument['experiments'][number] {
  const { plan, target } = kill;
  const impact: Impact | null = impactOf(kill);
  const { maxBadProbes, maxP99Ms, maxRecoverMs } = plan.hypothesis;
  return {
    ...{ id: plan.id, group: plan.group, outcome: kill.kind, fault: plan.fault },
    target: target?.instanceId ?? null,
    slot: target?.slot ?? null,
    zone: target?.zone ?? null,
    role: target?.role ?? null,
    at: instantText(happenedAtMs(kill)),
    injected: wasInjected(kill),
    hypothesis: { maxBadProbes, maxP99Ms, maxRecoverMs },
    verdict: kill.kind === 'completed' ? kill.judgement.verdict : null,
    reasons: reasonsOf(kill),
    ...measured(impact),
  };
}

function refusals(report: Report): ReportDocument['refusals'] {
  return refused(report).map(({ plan, atMs, refusal: { reason, detail, numbers } }) => ({
    ...{ id: plan.id, group: plan.group, fault: plan.fault, at: instantText(atMs), reason, detail, numbers },
  }));
}

function resilience(trend: GroupResilience): ReportDocument['resilience'][number] {
  const { group, clean, kills: count, failureUpperBound, daysSinceProof, unplannedLosses } = trend;
  return {
    ...{ group, clean, kills: count, failureUpperBound, daysSinceProof },
    plannedLosses: trend.plannedLosses,
    unplannedLosses,
    points: trend.points.map(({ experimentId, atMs, budgetSpent, recoverMs, verdict }) => ({
      ...{ experimentId, at: instantText(atMs), budgetSpent, recoverMs: roundMs(recoverMs), verdict },
    })),
  };
}

function attribution({ spent, ...of }: Report['attribution']): ReportDocument['attribution'] {
  const { slo: name, sli, bad, chaos, unplanned, unexplained, byExperiment } = of;
  return {
    ...{ slo: name, sli, bad, chaos, unplanned, unexplained },
    spent: {
      total: spent.total,
      chaos: spent.chaos,
      unplanned: spent.unplanned,
      unexplained: spent.unexplained,
    },
    byExperiment: byExperiment.map(({ experimentId, bad: caused, spent: cost }) => ({
      ...{ experimentId, bad: caused, spent: cost },
    })),
  };
}

function coverage(seen: JourneyCoverage): ReportDocument['coverage'][number] {
  const { journey, ratio, minimum, silentSinceMs, longestGap } = seen;
  return {
    ...{ journey, ratio, minimum },
    silentSince: silentSinceMs === null ? null : instantText(silentSinceMs),
    longestGap: longestGap === null ? null : interval(longestGap),
  };
}

function policy({ refusals: counts, rules, ...of }: Report['policy']): ReportDocument['policy'] {
  const { slo: name, state, remaining, reserve, chaosSpent, chaosShare } = of;
  return {
    ...{ slo: name, state, remaining, reserve, chaosSpent, chaosShare },
    rules: rules.map(({ below, refuse, isInForce }) => ({ below, refuse, isInForce })),
    refusals: counts.map(({ reason, count }) => ({ reason, count })),
  };
}

function excluded(exclusions: Report['excluded']): ReportDocument['excluded'] {
  if (exclusions === null) return null;
  const { seconds, intervals, slos } = exclusions;
  return {
    seconds,
    intervals: intervals.map(interval),
    slos: slos.map(({ slo: name, good, total, ratio }) => ({ slo: name, good, total, ratio })),
  };
}
