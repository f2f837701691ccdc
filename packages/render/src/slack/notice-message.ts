/** A problem with the monitoring itself, and its end: a silent probe, dead letters. */
import { context, joined, line, list, when } from './blocks.ts';
import { type Frame, notification, whoLine } from './frame.ts';
import { fallbackLength } from './limits.ts';
import type { SlackMessage } from './message.ts';
import { signOf } from './signs.ts';

export type Notice = {
  /** The alarm's own name, which identifies repeats. */
  readonly name: string;
  readonly state: 'firing' | 'resolved';
  readonly atMs: number;
  /** One sentence. */
  readonly text: string;
};

export function noticeMessage({ name, state, atMs, text }: Notice, frame: Frame): SlackMessage {
  const sign = signOf(state === 'firing' ? 'bad' : 'good');
  const plain = state === 'firing' ? text : `Over: ${text}`;
  const small = joined([...whoLine(null, frame), line`${name}, ${when(atMs)}`], ' · ');
  return {
    text: notification(sign, plain, frame, fallbackLength),
    blocks: [...list('', [line`${sign} *${plain}*`], 1), ...context([small], 1)],
  };
}
