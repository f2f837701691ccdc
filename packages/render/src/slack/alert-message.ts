/** A burn alert as a message: what burns, how fast, how long it can go on. */
import { formatDuration, formatFactor, formatInstant, formatShare } from '../format.ts';
import type { AlertChange } from './alert-change.ts';
import { code, context, line, list, type SlackLine } from './blocks.ts';
import { fallbackLength } from './limits.ts';
import type { SlackMessage } from './message.ts';
import { signOf, textBar } from './signs.ts';
import { clipEscaped } from './slack-text.ts';

const words = { page: 'Act now', ticket: 'Look at it today' } as const;

/** The same for a change that is told anew and for one that is changed in place; `sinceMs`: when it began to burn. */
export function alertMessage(change: AlertChange, sinceMs: number): SlackMessage {
  const title = change.state === 'firing' ? burning(change) : resolved(change, sinceMs);
  const note = change.note === null ? [] : [line`${change.note}`];
  return {
    text: clipEscaped(`${title.sign} ${title.plain}`, fallbackLength),
    blocks: [
      ...list('', [line`${title.sign} *${title.plain}*`, ...figures(change), ...note], 9),
      ...context(
        [
          line`${change.severity} alert of ${change.service}, since ${formatInstant(sinceMs)}${looked(change)}`,
        ],
        1,
      ),
    ],
  };
}

type Title = { readonly sign: string; readonly plain: string };

function burning({ severity, slo, burn }: AlertChange): Title {
  const rate = burn === null ? '' : ` at ${formatFactor(burn)} the sustainable rate`;
  const sign = severity === 'page' ? signOf('bad') : signOf('warn');
  return { sign, plain: `${words[severity]}: the error budget of ${slo} burns${rate}` };
}

function resolved({ slo, atMs }: AlertChange, sinceMs: number): Title {
  const plain = `Resolved: the error budget of ${slo} no longer burns, after ${formatDuration(atMs - sinceMs)}`;
  return { sign: signOf('good'), plain };
}

function figures({ remaining, exhaustedInSeconds, state }: AlertChange): readonly SlackLine[] {
  if (remaining === null) return [];
  const left = line`${code(textBar(remaining))} ${formatShare(remaining)} of the budget left`;
  if (state === 'resolved' || exhaustedInSeconds === null) return [left];
  if (remaining < 0) return [left, line`The budget is overspent.`];
  return remaining === 0
    ? [left, line`The budget is exactly spent; one failure more misses the objective.`]
    : [left, line`At this rate nothing is left in ${formatDuration(exhaustedInSeconds * 1_000)}.`];
}

function looked({ state, atMs }: AlertChange): string {
  return state === 'firing' ? `, as of ${formatInstant(atMs)}` : ` until ${formatInstant(atMs)}`;
}
