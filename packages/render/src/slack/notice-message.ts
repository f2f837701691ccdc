/** Something that is wrong with the watchers themselves, and that it is over: the probe is silent, letters are dead. */
import { formatInstant } from '../format.ts';
import { context, line, list } from './blocks.ts';
import { fallbackLength } from './limits.ts';
import type { SlackMessage } from './message.ts';
import { signOf } from './signs.ts';
import { clipEscaped } from './slack-text.ts';

export type Notice = {
  /** The alarm's own name, by which a repeat is known. */
  readonly name: string;
  readonly state: 'firing' | 'resolved';
  readonly atMs: number;
  /** One sentence. */
  readonly text: string;
};

export function noticeMessage({ name, state, atMs, text }: Notice): SlackMessage {
  const sign = signOf(state === 'firing' ? 'bad' : 'good');
  const plain = state === 'firing' ? text : `Over: ${text}`;
  return {
    text: clipEscaped(`${sign} ${plain}`, fallbackLength),
    blocks: [
      ...list('', [line`${sign} *${plain}*`], 1),
      ...context([line`${name}, ${formatInstant(atMs)}`], 1),
    ],
  };
}
