/** One experiment as every renderer shows it, with the same words and numbers. */

import type { Impact, Percentiles, TargetRecord } from '@garbageday/core/chaos/experiment.ts';
import { happenedAtMs, wasInjected } from '@garbageday/core/report/happened-at.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { formatMs, formatShare, noData } from '../format.ts';
import { faultName } from '../narrate/fault-words.ts';
import {
  badProbesText,
  type Kill,
  type KillVerdict,
  neverLeft,
  reasonsOf,
  recoveryText,
  verdictOf,
} from '../narrate/outcome-words.ts';
import { plainText } from '../plain-text.ts';
import { atText, type TimeFrame } from './times.ts';

/** Texts ready to print, in plain words. */
export type KillRow = {
  /** Counts from 1 in the order of the run; used in charts and tables. */
  readonly number: number;
  /** `0:22` since the start of a run, `2026-11-05 13:22` in a period. */
  readonly at: string;
  readonly atMs: number;
  /** `web-b`, or the group if no target was chosen. */
  readonly target: string;
  readonly instanceId: string;
  readonly zone: string;
  /** `primary`, or empty. */
  readonly role: string;
  readonly fault: string;
  readonly detected: string;
  readonly replaced: string;
  readonly recovered: string;
  /** The same in words: `recovered in 96.5 s`, `never left the steady state`. */
  readonly recovery: string;
  /** `0 of 83`. */
  readonly badProbes: string;
  readonly hasBadProbes: boolean;
  /** Whether a fault was injected and its impact measured. */
  readonly isMeasured: boolean;
  /** `14 ms → 18 ms`: before and during. */
  readonly p99: string;
  readonly budgetSpent: string;
  readonly verdict: KillVerdict;
  readonly reasons: readonly string[];
};

/** Every experiment of the report that was not refused, in report order. */
export function kills(report: Report): readonly Kill[] {
  return report.experiments.filter((outcome): outcome is Kill => outcome.kind !== 'refused');
}

/** The number of experiments in which a fault was really injected. */
export function injectedCount(report: Report): number {
  return kills(report).filter(wasInjected).length;
}

/** How many of these had an impact that was not measured. */
export function unmeasuredCount(report: Report): number {
  return kills(report).filter((kill) => wasInjected(kill) && impactOf(kill) === null).length;
}

export function killRows(report: Report): readonly KillRow[] {
  return kills(report).map((kill, index) => killRow(kill, index + 1, report));
}

/** `frame`: the report that counts the time. */
export function killRow(kill: Kill, number: number, frame: TimeFrame): KillRow {
  return {
    number,
    at: atText(frame, happenedAtMs(kill)),
    atMs: happenedAtMs(kill),
    ...targetTexts(kill),
    fault: faultName(kill.plan.fault),
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

/** What a fault did, as texts; `null` if nothing was injected. */
export function impactTexts(impact: Impact | null) {
  return {
    detected: formatMs(impact?.detectMs ?? null),
    replaced: formatMs(impact?.replaceMs ?? null),
    recovered: formatMs(impact?.recoverMs ?? null),
    recovery: recoveryText(impact?.recoverMs ?? null),
    badProbes: impact === null ? noData : badProbesText(impact),
    isMeasured: impact !== null,
    hasBadProbes: impact !== null && impact.probes.bad > 0,
    p99: p99Change(impact),
    budgetSpent: formatShare(impact?.budgetSpent ?? null),
  };
}

/** For a column of times: `96.5 s`, or `steady` if users never left the steady state. */
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

/** What the fault did; `null` if nothing was injected, or it was not measured. */
export function impactOf(kill: Kill): Impact | null {
  return 'impact' in kill ? kill.impact : null;
}
