/** The journal status of an outcome: derived from its kind, never from the wording of its reason (domain.md §4). */
import type { AbortKind } from '@garbageday/core/chaos/abort-reason.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { wasInjected } from '@garbageday/core/report/happened-at.ts';

export type JournalStatus = 'completed' | 'failed' | 'aborted' | 'interrupted';

/** A crashed check or action is a failure; anything halted by a person is interrupted. */
const statusOfAbort: Readonly<Record<AbortKind, JournalStatus>> = {
  lever: 'interrupted',
  operator: 'interrupted',
  alert: 'aborted',
  'check-failed': 'failed',
  'not-injected': 'failed',
  'stale-decision': 'completed',
  changed: 'completed',
  overlap: 'completed',
  abandoned: 'aborted',
  unspecified: 'aborted',
};

/** A negative last look before the fault counts as an unmet gate, with the name that the ladder uses. */
const gateOfAbort: Readonly<Partial<Record<AbortKind, string>>> = {
  alert: 'already-burning',
  'stale-decision': 'stale-decision',
  changed: 'changed-since-the-gate',
  overlap: 'overlapping-experiment',
};

export type JournalRefusal = { readonly reason: string; readonly detail: string };

/** `null` if every gate was met. */
export function refusalOf(outcome: ExperimentOutcome): JournalRefusal | null {
  if (outcome.kind === 'refused') return { reason: outcome.refusal.reason, detail: outcome.refusal.detail };
  if (outcome.kind !== 'aborted' || wasInjected(outcome)) return null;
  const gate = gateOfAbort[outcome.reason.kind];
  return gate === undefined ? null : { reason: gate, detail: outcome.reason.text };
}

export function statusOf(outcome: ExperimentOutcome): JournalStatus {
  switch (outcome.kind) {
    case 'refused':
    case 'dry-run':
      return 'completed';
    case 'completed':
      return outcome.judgement.verdict === 'inconclusive' ? 'failed' : 'completed';
    case 'aborted':
      return refusalOf(outcome) === null ? statusOfAbort[outcome.reason.kind] : 'completed';
    case 'unfinished':
      return 'aborted';
    default:
      return outcome satisfies never;
  }
}
