/** The outcome of an experiment in words: its verdict, why, and what users felt. */
import type { Impact, Verdict } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import type { Refusal } from '@garbageday/core/chaos/refusal.ts';
import { formatCount, formatInstant, formatMs, formatShare } from '../format.ts';

/** A planned experiment that was not refused. */
export type Kill = Exclude<ExperimentOutcome, { kind: 'refused' }>;

export type KillVerdict = Verdict | 'aborted' | 'no end' | 'dry run';

export function verdictOf(kill: Kill): KillVerdict {
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

type VerdictWords = {
  /** Used after or before a colon. */
  readonly word: string;
  /** `Kill 2 …`. */
  readonly predicate: string;
  /** `2 …`. */
  readonly counted: string;
};

const verdicts: Readonly<Record<KillVerdict, VerdictWords>> = {
  pass: { word: 'passed', predicate: 'passed', counted: 'passed' },
  fail: { word: 'failed', predicate: 'failed', counted: 'failed' },
  inconclusive: { word: 'proves nothing', predicate: 'proves nothing', counted: 'inconclusive' },
  aborted: { word: 'aborted', predicate: 'was aborted', counted: 'aborted' },
  'no end': { word: 'has no end', predicate: 'has no end', counted: 'without an end' },
  'dry run': { word: 'dry run', predicate: 'was a dry run', counted: 'dry runs' },
};

/** `failed`, `proves nothing`. */
export function verdictWord(verdict: KillVerdict): string {
  return verdicts[verdict].word;
}

/** `Failed`, `Proves nothing`: before a colon. */
export function verdictTitle(verdict: KillVerdict): string {
  return capitalized(verdictWord(verdict));
}

/** `failed`, `was aborted`: after a subject. */
export function verdictPredicate(verdict: KillVerdict): string {
  return verdicts[verdict].predicate;
}

/** `3 inconclusive`, `1 dry run`. */
export function verdictCount(verdict: KillVerdict, count: number): string {
  const { word, counted } = verdicts[verdict];
  return `${formatCount(count)} ${verdict === 'dry run' && count === 1 ? word : counted}`;
}

export function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** `no redundancy`. */
export function refusalReason({ reason }: Pick<Refusal, 'reason'>): string {
  return reason.replaceAll('-', ' ');
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

/** Ends with a full stop. */
export function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

type Unfinished = Pick<Extract<ExperimentOutcome, { kind: 'unfinished' }>, 'state' | 'plan' | 'atMs'>;

/** Its last state, and since when. */
export function whyUnfinished({ state, plan, atMs }: Unfinished): string {
  if (state === 'drawn') return `It was drawn for ${formatInstant(plan.plannedAtMs)} and has not begun.`;
  return `No end is recorded: ${stateSince(state, atMs)}.`;
}

/** `recovering since 2026-11-26 09:00:00 UTC`. */
export function stateSince(state: Unfinished['state'], atMs: number): string {
  return `${state} since ${formatInstant(atMs)}`;
}

/** `0 of 83`. */
export function badProbesText({ probes }: Pick<Impact, 'probes'>): string {
  return `${formatCount(probes.bad)} of ${formatCount(probes.sent)}`;
}

/** `7 of 94 probes failed`. */
export function failedText(badProbes: string): string {
  return `${badProbes} probes failed`;
}

/** `7 of 94 probes failed, `; empty if a reason of the verdict says so already. */
export function failedUnlessSaid(badProbes: string, reasons: readonly string[]): string {
  return reasons.some((reason) => reason.includes(badProbes)) ? '' : `${failedText(badProbes)}, `;
}

/** `0 of 83 probes failed, 2% of the budget`. */
export function costText(impact: Impact): string {
  return `${failedText(badProbesText(impact))}, ${formatShare(impact.budgetSpent)} of the budget`;
}

/** `detected in 203 ms, replaced in 1.2 s, users recovered in 96.5 s`. */
export function timesText({ detectMs, replaceMs, carryOnMs, recoverMs }: Impact): string {
  const replaced =
    carryOnMs === undefined ? tookText('replaced', replaceMs) : 'not replaced, as nothing does that';
  return `${tookText('detected', detectMs)}, ${replaced}, users ${recoveryText(recoverMs)}`;
}

/** For users who never left the steady state, "recovered in 0 ms" would be wrong. */
export function recoveryText(recoverMs: number | null): string {
  if (recoverMs === null) return 'not seen to recover';
  return recoverMs === 0 ? neverLeft : `recovered in ${formatMs(recoverMs)}`;
}

export const neverLeft = 'never left the steady state';

function tookText(what: 'detected' | 'replaced', ms: number | null): string {
  return ms === null ? `not seen to be ${what}` : `${what} in ${formatMs(ms)}`;
}
