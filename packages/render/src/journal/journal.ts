/**
 * One experiment as a Chaos Toolkit journal (chaostoolkit.org/reference/api/journal), the format that its tools read.
 */

import type { AbortKind } from '@garbageday/core/chaos/abort-reason.ts';
import type { Impact } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { happenedAtMs, wasInjected } from '@garbageday/core/report/happened-at.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { roundTo } from '../format.ts';
import { instantText } from '../json/instant-text.ts';
import { measured } from '../json/measured-document.ts';
import { reasonsOf } from '../narrate/outcome-words.ts';
import { impactOf } from '../summary/kill-row.ts';
import { type ActivityRun, activityRun, failedRun } from './journal-activity.ts';
import { killAction, rollbackAction, toExperimentDocument } from './journal-experiment.ts';
import { type JournalRefusal, type JournalStatus, refusalOf, statusOf } from './journal-status.ts';
import { type SteadyState, steadyStateAfter, steadyStateBefore } from './steady-state.ts';

/** The version of chaostoolkit-lib whose journal format this follows. */
const chaoslibVersion = '1.44.0';

export type Journal = {
  readonly 'chaoslib-version': string;
  readonly platform: string;
  readonly node: string;
  readonly experiment: ReturnType<typeof toExperimentDocument>;
  /** RFC 3339, UTC. */
  readonly start: string;
  readonly end: string;
  /** Seconds. */
  readonly duration: number;
  readonly status: JournalStatus;
  readonly deviated: boolean;
  readonly steady_states: {
    readonly before: SteadyState | null;
    readonly after: SteadyState | null;
    readonly during: readonly SteadyState[];
  };
  readonly run: readonly ActivityRun[];
  readonly rollbacks: readonly ActivityRun[];
  /** What the format has no place for. */
  readonly garbageday: {
    readonly outcome: ExperimentOutcome['kind'];
    readonly refusal: JournalRefusal | null;
    /** Why it was aborted, in one word; `null`: it was not. */
    readonly abort: AbortKind | null;
    readonly verdict: string | null;
    readonly reasons: readonly string[];
    readonly target: string | null;
  } & ReturnType<typeof measured>;
};

/** One journal per experiment of the report, in its order. */
export function toJournals(report: Report): readonly Journal[] {
  return report.experiments.map((outcome) => toJournal(report, outcome));
}

/**
 * The mapping of domain.md §4: an unmet gate, even at the last look before the fault, is `completed` with nothing run;
 * a failed hypothesis is `completed` and deviated; one that could not be judged is `failed`, as after a crashed probe,
 * and so are a crashed check and a fault that could not be injected; an experiment ended by the safety lever or an
 * operator is `interrupted`, one ended by anything else is `aborted`.
 */
export function toJournal({ service, platform }: Report, outcome: ExperimentOutcome): Journal {
  const [startMs, endMs] = timesOf(outcome);
  return {
    'chaoslib-version': chaoslibVersion,
    platform: `${platform.name}: ${platform.lb}, ${platform.data}`,
    node: service,
    experiment: toExperimentDocument(service, outcome.plan),
    start: instantText(startMs),
    end: instantText(endMs),
    duration: roundTo((endMs - startMs) / 1_000, 3) ?? 0,
    status: statusOf(outcome),
    deviated: outcome.kind === 'completed' && outcome.judgement.verdict === 'fail',
    steady_states: { before: steadyStateBefore(outcome), after: steadyStateAfter(outcome), during: [] },
    run: runOf(outcome),
    rollbacks: measuredImpact(outcome) === null ? [] : [undone(outcome, endMs)],
    garbageday: extrasOf(outcome),
  };
}

function measuredImpact(outcome: ExperimentOutcome): Impact | null {
  return outcome.kind === 'refused' ? null : impactOf(outcome);
}

function timesOf(outcome: ExperimentOutcome): readonly [startMs: number, endMs: number] {
  if (outcome.kind === 'refused') return [outcome.atMs, outcome.atMs];
  const startMs = happenedAtMs(outcome);
  const endMs = impactOf(outcome)?.toMs ?? startMs;
  return [startMs, Math.max(startMs, endMs)];
}

/** Empty if no fault was attempted; one that could not be injected has failed. */
function runOf(outcome: ExperimentOutcome): readonly ActivityRun[] {
  if (outcome.kind === 'dry-run' || wasInjected(outcome)) return [struck(outcome)];
  if (outcome.kind !== 'aborted' || outcome.reason.kind !== 'not-injected') return [];
  const [startMs, endMs] = timesOf(outcome);
  return [failedRun({ activity: killAction(outcome.plan), startMs, endMs }, [outcome.reason.text])];
}

function struck(outcome: ExperimentOutcome): ActivityRun {
  const [startMs, endMs] = timesOf(outcome);
  const isDry = outcome.kind === 'dry-run';
  const activity = { ...killAction(outcome.plan), ...(isDry ? { dry: 'actions' } : {}) };
  const detectMs = measuredImpact(outcome)?.detectMs ?? 0;
  const output = isDry || outcome.kind === 'refused' ? null : (outcome.target?.instanceId ?? null);
  return activityRun({ activity, output, startMs, endMs: Math.min(endMs, startMs + detectMs) });
}

/** Undoing is always attempted, and changes nothing if there is nothing to undo. */
function undone(outcome: ExperimentOutcome, endMs: number): ActivityRun {
  return activityRun({ activity: rollbackAction(outcome.plan), output: null, startMs: endMs, endMs });
}

function extrasOf(outcome: ExperimentOutcome): Journal['garbageday'] {
  const isRefused = outcome.kind === 'refused';
  return {
    outcome: outcome.kind,
    refusal: refusalOf(outcome),
    abort: outcome.kind === 'aborted' ? outcome.reason.kind : null,
    verdict: outcome.kind === 'completed' ? outcome.judgement.verdict : null,
    reasons: isRefused ? [] : reasonsOf(outcome),
    target: isRefused ? null : (outcome.target?.instanceId ?? null),
    ...measured(measuredImpact(outcome)),
  };
}
