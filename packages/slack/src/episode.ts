/** Trouble with the watchers, which begins, may change, and ends, told as one conversation. */
import type { Frame } from '@garbageday/render/slack/frame.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import { type Notice, noticeMessage } from '@garbageday/render/slack/notice-message.ts';

/** One change of it. */
export type Episode = {
  /** The same for every change of the same thing. */
  readonly key: string;
  readonly state: 'firing' | 'resolved';
  readonly atMs: number;
  readonly message: SlackMessage;
};

/** A notice is known by its name. */
export function episodeOf(notice: Notice, frame: Frame): Episode {
  const { name, state, atMs } = notice;
  return { key: `notice/${name}`, state, atMs, message: noticeMessage(notice, frame) };
}
