/** One experiment as every renderer shows it: the same words and the same numbers. */

import type { Impact, Percentiles, TargetRecord, Verdict } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { faultNamed } from '@garbageday/core/chaos/fault.ts';
import { happenedAtMs, wasInjected } from '@garbageday/core/report/happened-at.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { formatCount, formatInstant, formatMs, formatShare, noData } from '../format.ts';
import { plainText } from '../plain-text.ts';
import { atText } from './times.ts';

/** A planned experiment that was not refused. */
export type Kill = Exclude<ExperimentOutcome, { kind: 'refused' }>;

export type KillVerdict = Verdict | 'aborted' | 'no end' | 'dry run';

/** Texts ready to print, in plain words. */
export type KillRow = {
  /** Counts from 1 in the order of the run; charts and tables use it. */
  readonly number: number;
  /** `0:22` since the start of a run, `2026-11-05 13:22` in a period. */
  readonly at: string;
  readonly atMs: number;
  /** `web-b`, or the group where no target was chosen. */
  readonly target: string;
  readonly instanceId: string;
  readonly zone: string;
  /** `primary`, or empty. */
  readonly role: string;
  readonly fault: string;
  readonly detected: string;
  readonly replaced: string;
  readonly recovered: string;
  /** The same as words: `recovered in 96.5 s`, `never left the steady state`. */
  readonly recovery: string;
  /** `0 of 83`. */
  readonly badProbes: string;
  readonly hasBadProbes: boolean;
  /** A fault was injected and its impact measured. */
  readonly isMeasured: boolean;
  /** `14 ms → 18 ms`: before and during. */
  readonly p99: string;
  readonly budgetSpent: string;
  readonly verdict: KillVerdict;
  readonly reasons: readonly string[];
};

/** Every experiment of the report that was not refused, in its order. */
export function kills(report: Report): readonly Kill[] {
  return report.experiments.filter((outcome): outcome is Kill => outcome.kind !== 'refused');
}

/** Experiments in which a fault really was injected. */
export function injectedCount(report: Report): number {
  return kills(report).filter(wasInjected).length;
}

/** Of these, those whose impact nobody measured. */
export function unmeasuredCount(report: Report): number {
  return kills(report).filter((kill) => wasInjected(kill) && impactOf(kill) === null).length;
}

export function killRows(report: Report): readonly KillRow[] {
  return kills(report).map((kill, index) => killRow(kill, index + 1, report));
}

function killRow(kill: Kill, number: number, report: Report): KillRow {
  return {
    number,
    at: atText(report, happenedAtMs(kill)),
    atMs: happenedAtMs(kill),
    ...targetTexts(kill),
    fault: faultNamed(kill.plan.fault).label,
    ...impactTexts(impactOf(kill)),
    verdict: verdictOf(kill),
    reasons: reasonsOf(kill).map(plainText),
  };
}

function targetTexts(kill: Kill) {
  const target: TargetRecord | null = kill.target;
  const role = target === null || target.role === 'none' ? '' : target.role;
  return {
    target: plainText(target?.slot ?? kill.plan.group),
    instanceId: plainText(target?.instanceId ?? noData),
    zone: plainText(target?.zone ?? noData),
    role,
  };
}

/** What a fault did, in texts; `null` where nothing was injected. */
export function impactTexts(impact: Impact | null) {
  return {
    detected: formatMs(impact?.detectMs ?? null),
    replaced: formatMs(impact?.replaceMs ?? null),
    recovered: formatMs(impact?.recoverMs ?? null),
    recovery: recoveryText(impact?.recoverMs ?? null),
    badProbes:
      impact === null ? noData : `${formatCount(impact.probes.bad)} of ${formatCount(impact.probes.sent)}`,
    isMeasured: impact !== null,
    hasBadProbes: impact !== null && impact.probes.bad > 0,
    p99: p99Change(impact),
    budgetSpent: formatShare(impact?.budgetSpent ?? null),
  };
}

/** Users who never left the steady state have not come back to it within 0 ms. */
export function recoveryText(recoverMs: number | null): string {
  if (recoverMs === null) return 'not seen to recover';
  return recoverMs === 0 ? neverLeft : `recovered in ${formatMs(recoverMs)}`;
}

export const neverLeft = 'never left the steady state';

/** `detected in 203 ms`, `not seen to be detected`. */
export function tookText(what: 'detected' | 'replaced', ms: number | null): string {
  return ms === null ? `not seen to be ${what}` : `${what} in ${formatMs(ms)}`;
}

/** For a column of times: `96.5 s`, or `steady`, for they never left it. */
export function recoveryCell({ recovered, recovery }: Pick<KillRow, 'recovered' | 'recovery'>): string {
  return recovery === neverLeft ? 'steady' : recovered;
}

function p99Change(impact: Impact | null): string {
  const { baseline, impact: during } = impact?.latencyMs ?? { baseline: null, impact: null };
  return baseline === null && during === null ? noData : `${p99(baseline)} → ${p99(during)}`;
}

function p99(percentiles: Percentiles | null): string {
  return formatMs(percentiles?.p99 ?? null);
}

/** What the fault did; `null` where nothing was injected, or nobody measured it. */
export function impactOf(kill: Kill): Impact | null {
  return 'impact' in kill ? kill.impact : null;
}

/** The sentences that explain the outcome, worst first. */
export function reasonsOf(kill: Kill): readonly string[] {
  switch (kill.kind) {
    case 'completed':
      return kill.judgement.reasons;
    case 'aborted':
      return [kill.reason.text];
    case 'unfinished':
      return [whyUnfinished(kill)];
    case 'dry-run':
      return [];
    default:
      return kill satisfies never;
  }
}

type Unfinished = Extract<ExperimentOutcome, { kind: 'unfinished' }>;

/** Its last state, and since when. */
export function whyUnfinished({ state, plan, atMs }: Unfinished): string {
  if (state === 'drawn') return `It was drawn for ${formatInstant(plan.plannedAtMs)} and has not begun.`;
  return `No end is recorded: ${state} since ${formatInstant(atMs)}.`;
}

function verdictOf(kill: Kill): KillVerdict {
  switch (kill.kind) {
    case 'completed':
      return kill.judgement.verdict;
    case 'aborted':
      return 'aborted';
    case 'unfinished':
      return 'no end';
    case 'dry-run':
      return 'dry run';
    default:
      return kill satisfies never;
  }
}
