/** What happens to an experiment, as a message in its day's thread. */

import type {
  ExperimentPlan,
  ExperimentState,
  Impact,
  TargetRecord,
} from '@garbageday/core/chaos/experiment.ts';
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import { nouns } from '@garbageday/core/wording/words.ts';
import { formatLimitMs, formatPlural } from '../format.ts';
import { faultOnGroup, targetText } from '../narrate/fault-words.ts';
import { failedUnlessSaid, refusalReason, timesText, verdictTitle } from '../narrate/outcome-words.ts';
import { impactTexts } from '../summary/kill-row.ts';
import { killMarks, type Tone } from '../summary/verdict-mark.ts';
import { context, joined, line, list, type SlackLine, when } from './blocks.ts';
import { type Frame, notification, whoLine } from './frame.ts';
import { fallbackLength } from './limits.ts';
import type { SlackMessage } from './message.ts';
import { signOf } from './signs.ts';

/** Null for what a person need not read: only announcements, refusals, results and the safety lever are posted. */
export function experimentMessage(event: ChaosEvent, frame: Frame): SlackMessage | null {
  if (event.kind === 'lever') return message(leverTold(event), line`${when(event.atMs)}`, frame);
  const { plan, transition } = event;
  const told = tell(plan, transition.state);
  if (told === null) return null;
  return message(told, line`${when(transition.atMs)} · ${plan.group} · ${plan.id}`, frame);
}

/** Whether to show it in the channel as well as in the thread: a promise was broken or chaos was stopped. */
export function isBadNews(event: ChaosEvent): boolean {
  if (event.kind === 'lever') return event.position.kind === 'halted';
  const { state } = event.transition;
  if (state.kind === 'completed') return state.judgement.verdict === 'fail';
  return state.kind === 'aborted';
}

/** The first message in the thread of a day, `2026-11-24`. */
export function dayMessage(day: string, frame: Frame): SlackMessage {
  const small = line`This thread has every experiment of the day: announced, refused, and what came of it.`;
  return message({ sign: '🗑️', title: `Chaos on ${day}`, details: [] }, small, frame);
}

type Told = { readonly sign: string; readonly title: string; readonly details: readonly SlackLine[] };

function message({ sign, title, details }: Told, small: SlackLine, frame: Frame): SlackMessage {
  const foot = joined([...whoLine(null, frame), small], ' · ');
  return {
    text: notification(sign, title, frame, fallbackLength),
    blocks: [...list('', [line`${sign} *${title}*`, ...details], 9), ...context([foot], 1)],
  };
}

function tell(plan: ExperimentPlan, state: ExperimentState): Told | null {
  switch (state.kind) {
    case 'claimed':
      return announcement(plan, state.target);
    case 'refused': {
      const reason = refusalReason(state.refusal);
      const details = [line`${state.refusal.detail}`];
      return { sign: '🚫', title: `Refused: ${faultOnGroup(plan)}: ${reason}`, details };
    }
    case 'completed':
      return result(plan, state);
    case 'aborted': {
      const details = [
        line`${state.reason.text}`,
        ...(state.impact === null ? [] : [felt(state.impact, [])]),
      ];
      return { sign: signOf('warn'), title: `Aborted: ${faultOnGroup(plan)}`, details };
    }
    case 'drawn':
    case 'baseline':
    case 'injected':
    case 'recovering':
      return null;
    default:
      return state satisfies never;
  }
}

function announcement(plan: ExperimentPlan, target: TargetRecord): Told {
  const { maxBadProbes, maxP99Ms, maxRecoverMs } = plan.hypothesis;
  const whom = line`${targetText(plan, target)}`;
  if (plan.mode === 'dry-run') {
    const title = `Dry run: ${faultOnGroup(plan)} would go ahead`;
    return { sign: signOf('dim'), title, details: [whom, line`Nothing is killed.`] };
  }
  const promise = line`Hypothesis: ${failures(maxBadProbes)}, p99 stays within ${formatLimitMs(maxP99Ms)}, users recover within ${formatLimitMs(maxRecoverMs)}.`;
  return { sign: '💥', title: `Announced: ${faultOnGroup(plan)}`, details: [whom, promise] };
}

function failures(most: number): string {
  return most === 0 ? `no ${nouns.judge} fails` : `at most ${formatPlural(most, nouns.judge)} may fail`;
}

function result(plan: ExperimentPlan, state: Extract<ExperimentState, { kind: 'completed' }>): Told {
  const { verdict, reasons } = state.judgement;
  const tone: Tone = killMarks[verdict].tone;
  const details = [...reasons.map((reason) => line`${reason}`), felt(state.impact, reasons)];
  return { sign: signOf(tone), title: `${verdictTitle(verdict)}: ${faultOnGroup(plan)}`, details };
}

function felt(impact: Impact, reasons: readonly string[]): SlackLine {
  const { badProbes, p99, budgetSpent } = impactTexts(impact);
  return line`${failedUnlessSaid(badProbes, reasons)}p99 ${p99}, ${timesText(impact)}, cost ${budgetSpent} of the budget.`;
}

/** The time is that of the move: a timestamp that a person writes into the parameter by hand may be anything. */
function leverTold({ position }: Extract<ChaosEvent, { kind: 'lever' }>): Told {
  if (position.kind === 'released')
    return {
      sign: signOf('good'),
      title: 'The safety lever was released: experiments may run again',
      details: [],
    };
  const title = 'The safety lever was pulled: nothing is injected until someone releases it';
  return { sign: '🛑', title, details: [line`${position.reason}`] };
}
