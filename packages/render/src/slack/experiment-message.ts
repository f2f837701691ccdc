/** What happens to an experiment, as a message in the thread of its day. */
import type {
  ExperimentPlan,
  ExperimentState,
  Judgement,
  TargetRecord,
} from '@garbageday/core/chaos/experiment.ts';
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import { formatInstant, formatMs } from '../format.ts';
import { plainText } from '../plain-text.ts';
import { faultName, impactTexts } from '../summary/kill-row.ts';
import { killMarks, type Tone } from '../summary/verdict-mark.ts';
import { context, line, list, type SlackLine } from './blocks.ts';
import { fallbackLength } from './limits.ts';
import type { SlackMessage } from './message.ts';
import { signOf } from './signs.ts';
import { clipEscaped } from './slack-text.ts';

/** Null for what a person need not read: only an announcement, a refusal, a result and the safety lever are told. */
export function experimentMessage(event: ChaosEvent): SlackMessage | null {
  if (event.kind === 'lever') return leverMessage(event);
  const { plan, transition } = event;
  const told = tell(plan, transition.state);
  if (told === null) return null;
  return message(told, line`${formatInstant(transition.atMs)} · ${plan.group} · ${plan.id}`);
}

/** Whether the channel should see it, and not only who follows the thread: a promise was broken or chaos was stopped. */
export function isBadNews(event: ChaosEvent): boolean {
  if (event.kind === 'lever') return event.position.kind === 'halted';
  const { state } = event.transition;
  if (state.kind === 'completed') return state.judgement.verdict === 'fail';
  return state.kind === 'aborted';
}

/** What begins the thread of a day, `2026-11-24`. */
export function dayMessage(day: string): SlackMessage {
  const title = `Chaos on ${day}`;
  return {
    text: clipEscaped(`🗑️ ${title}`, fallbackLength),
    blocks: [
      ...list('', [line`🗑️ *${title}*`], 1),
      ...context([line`What is announced, refused and found out today is in this thread.`], 1),
    ],
  };
}

type Told = { readonly sign: string; readonly title: string; readonly details: readonly SlackLine[] };

function message({ sign, title, details }: Told, small: SlackLine): SlackMessage {
  return {
    text: clipEscaped(`${sign} ${title}`, fallbackLength),
    blocks: [...list('', [line`${sign} *${title}*`, ...details], 9), ...context([small], 1)],
  };
}

function tell(plan: ExperimentPlan, state: ExperimentState): Told | null {
  switch (state.kind) {
    case 'claimed':
      return announcement(plan, state.target);
    case 'refused': {
      const reason = state.refusal.reason.replaceAll('-', ' ');
      const details = [line`${state.refusal.detail}`];
      return { sign: '🚫', title: `Refused: ${labelOf(plan)}: ${reason}`, details };
    }
    case 'completed':
      return result(plan, state);
    case 'aborted': {
      const details = [line`${state.reason.text}`, ...(state.impact === null ? [] : [felt(state.impact)])];
      return { sign: signOf('warn'), title: `Aborted: ${labelOf(plan)}`, details };
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
  const whom = line`${target.slot} (${target.instanceId}), zone ${target.zone}${roleOf(target)}`;
  if (plan.mode === 'dry-run') {
    const title = `Dry run: ${labelOf(plan)} would go ahead`;
    return { sign: signOf('dim'), title, details: [whom, line`Nothing is killed.`] };
  }
  const promise = line`Hypothesis: at most ${String(maxBadProbes)} failed probes, p99 within ${formatMs(maxP99Ms)}, recovered within ${formatMs(maxRecoverMs)}.`;
  return { sign: '💥', title: `Announced: ${labelOf(plan)}`, details: [whom, promise] };
}

function roleOf({ role }: TargetRecord): string {
  return role === 'none' ? '' : `, ${role}`;
}

const titles: Readonly<Record<Judgement['verdict'], string>> = {
  pass: 'Passed',
  fail: 'Failed',
  inconclusive: 'Proves nothing',
};

function result(plan: ExperimentPlan, state: Extract<ExperimentState, { kind: 'completed' }>): Told {
  const { verdict, reasons } = state.judgement;
  const tone: Tone = killMarks[verdict].tone;
  const details = [felt(state.impact), ...reasons.map((reason) => line`${reason}`)];
  return { sign: signOf(tone), title: `${titles[verdict]}: ${labelOf(plan)}`, details };
}

function felt(impact: Parameters<typeof impactTexts>[0]): SlackLine {
  const { badProbes, p99, detected, replaced, recovered, budgetSpent } = impactTexts(impact);
  return line`${badProbes} probes failed, p99 ${p99}, detected ${detected}, replaced ${replaced}, recovered ${recovered}, ${budgetSpent} of the budget spent`;
}

/** `terminate the data primary`. */
function labelOf({ fault, group, role }: ExperimentPlan): string {
  return `${faultName(fault)} of ${role === 'any' ? `one of ${plainText(group)}` : `the ${plainText(group)} ${role}`}`;
}

/** The time is that of the move: what a person writes into a parameter by hand may be any. */
function leverMessage({ position, atMs }: Extract<ChaosEvent, { kind: 'lever' }>): SlackMessage {
  if (position.kind === 'released') {
    const title = 'The safety lever was released: experiments go on';
    return {
      text: clipEscaped(title, fallbackLength),
      blocks: list('', [line`${signOf('good')} *${title}*`], 9),
    };
  }
  const title = 'The safety lever was pulled: nothing is injected until somebody releases it';
  const since = line`Since ${formatInstant(atMs)}: ${position.reason}`;
  return message({ sign: '🛑', title, details: [] }, since);
}
