/** What happens to an experiment, and its outcome, as sentences for a person. */
import type { ExperimentPlan, ExperimentState, TargetRecord } from '@garbageday/core/chaos/experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { happenedAtMs, wasInjected } from '@garbageday/core/report/happened-at.ts';
import { formatInstant, formatMs, formatShare } from '../format.ts';
import { plainText } from '../plain-text.ts';
import { faultOnTarget, planLabel, targetText } from './fault-words.ts';
import {
  badProbesText,
  capitalized,
  costText,
  failedUnlessSaid,
  refusalReason,
  stateSince,
  timesText,
  verdictTitle,
  verdictWord,
  whyUnfinished,
} from './outcome-words.ts';
import type { Sentence } from './sentence.ts';

function info(text: string): Sentence {
  return { tone: 'info', text };
}

/** Enough of an instance id to find it again. */
export const shortId = 10;

/** For the event log. `target`: the chosen target, if there is one. Null for what a person need not read. */
export function narrateState(
  plan: ExperimentPlan,
  state: ExperimentState,
  target: TargetRecord | null,
): Sentence | null {
  switch (state.kind) {
    case 'refused':
      return { tone: 'refused', text: refusedText(state.refusal) };
    case 'claimed':
      return plan.mode === 'armed' ? null : info(rehearsedText(plan, state.target, shortId));
    case 'injected':
      return { tone: 'kill', text: faultOnTarget(plan, target, shortId) };
    case 'completed':
      return narrateVerdict(plan, state);
    case 'aborted':
      return { tone: 'bad', text: `aborted: ${state.reason.text}` };
    case 'drawn':
    case 'baseline':
    case 'recovering':
      return null;
    default:
      return state satisfies never;
  }
}

type Completed = Extract<ExperimentState, { readonly kind: 'completed' }>;

/** The verdict, and for a kill that did not pass, why. */
function narrateVerdict(plan: ExperimentPlan, { impact, judgement }: Completed): Sentence {
  const { verdict, reasons } = judgement;
  const word = verdictWord(verdict);
  const label = planLabel(plan);
  // On a narrow terminal the end is cut off.
  return verdict === 'pass'
    ? { tone: 'good', text: `${word}: ${costText(impact)} (${label})` }
    : { tone: 'bad', text: `${word} (${label}): ${reasons.join(' ')}` };
}

function refusedText({ reason, detail }: Extract<ExperimentState, { kind: 'refused' }>['refusal']): string {
  return `refused (${refusalReason({ reason })}): ${detail}`;
}

function rehearsedText(plan: ExperimentPlan, target: TargetRecord, idLength?: number): string {
  return `dry run: ${faultOnTarget(plan, target, idLength)} would go ahead`;
}

/** For a person waiting for the verdict. Null if the outcome, which follows, says it better. */
export function narrateProgress(plan: ExperimentPlan, state: ExperimentState): string | null {
  switch (state.kind) {
    case 'drawn':
      return '  started; running the checks';
    case 'claimed':
      return plan.mode === 'dry-run' ? null : `  target: ${targetText(plan, state.target)}`;
    case 'injected':
      return `  injected at ${formatInstant(state.injectedAtMs)}`;
    case 'recovering':
      return state.detectedAtMs === null
        ? '  not taken out of service yet; waiting for the group to be whole again'
        : `  taken out of service at ${formatInstant(state.detectedAtMs)}; waiting for the group to be whole again`;
    case 'baseline':
    case 'refused':
    case 'completed':
    case 'aborted':
      return null;
    default:
      return state satisfies never;
  }
}

/** The outcome in a few lines, the verdict or the reason first. */
export function narrateOutcome(outcome: ExperimentOutcome): string {
  return linesOf(outcome).map(plainText).join('\n');
}

function linesOf(outcome: ExperimentOutcome): readonly string[] {
  switch (outcome.kind) {
    case 'refused':
      return [capitalized(refusedText(outcome.refusal))];
    case 'dry-run':
      return [`${capitalized(rehearsedText(outcome.plan, outcome.target))}. With --armed it is real.`];
    case 'aborted':
      return abortedLines(outcome);
    case 'unfinished':
      return [`${capitalized(faultOnTarget(outcome.plan, outcome.target))}: ${whyUnfinished(outcome)}`];
    case 'completed':
      return completedLines(outcome);
    default:
      return outcome satisfies never;
  }
}

/** The reason for a pass is made of the same figures as the lines above it, but for the p99. */
function completedLines(outcome: Extract<ExperimentOutcome, { kind: 'completed' }>): readonly string[] {
  const { plan, target, impact, judgement } = outcome;
  const { verdict, reasons } = judgement;
  const title = `${verdictTitle(verdict)}: ${faultOnTarget(plan, target)}`;
  const times = `  ${timesText(impact)}`;
  if (verdict === 'pass') {
    const { impact: latencyMs } = impact.latencyMs;
    return [
      title,
      times,
      `  ${costText(impact)}${latencyMs === null ? '' : `, p99 ${formatMs(latencyMs.p99)}`}`,
    ];
  }
  const unsaid = failedUnlessSaid(badProbesText(impact), reasons) || 'cost ';
  return [
    title,
    times,
    `  ${unsaid}${formatShare(impact.budgetSpent)} of the budget`,
    ...reasons.map((reason) => `  ${reason}`),
  ];
}

function abortedLines(outcome: Extract<ExperimentOutcome, { kind: 'aborted' }>): readonly string[] {
  const { plan, target, reason, impact } = outcome;
  if (!wasInjected(outcome)) return [`Aborted, and nothing was killed: ${reason.text}`];
  const felt =
    impact === null
      ? ['  what users felt was not measured']
      : [`  ${timesText(impact)}`, `  ${costText(impact)}`];
  return [`Aborted (${faultOnTarget(plan, target)}): ${reason.text}`, ...felt];
}

/** An experiment that ended because its run, an earlier one, died. */
export function narrateOrphan(outcome: ExperimentOutcome): Sentence {
  const when = formatInstant(happenedAtMs(outcome));
  const hit = wasInjected(outcome)
    ? 'its fault was injected, its impact not measured'
    : 'nothing was injected';
  return { tone: 'bad', text: `${outcome.plan.id} of ${when} had no end: ${hit}; recorded as aborted` };
}

/**
 * An experiment that is still running, or will never end: `kill-1: termination of web-a in zone a (web, i-0abc):
 * injected since …`.
 */
export function narrateStanding({ plan, state, target, lastAtMs }: Standing): string {
  const since = stateSince(state.kind, lastAtMs);
  const dry = plan.mode === 'armed' ? '' : 'dry run: ';
  return plainText(`${plan.id}: ${dry}${faultOnTarget(plan, target)}: ${since}`);
}

type Standing = {
  readonly plan: ExperimentPlan;
  readonly state: ExperimentState;
  readonly target: TargetRecord | null;
  readonly lastAtMs: number;
};

/** What the ledger knows about an experiment whose execution is dead; null: nothing. */
export function narrateLastState(last: ExperimentState['kind'] | null): string {
  if (last === null) return 'it never began';
  const isHit = last === 'injected' || last === 'recovering';
  return isHit ? `its fault was injected, and its last state is ${last}` : `its last state is ${last}`;
}
