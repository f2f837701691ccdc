/** A problem with the monitoring itself, which begins, may change, and ends; posted as one conversation. */
import type { Frame } from '@garbageday/render/slack/frame.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import { type Notice, noticeMessage } from '@garbageday/render/slack/notice-message.ts';

/** One change of an episode. */
export type Episode = {
  /** The same for every change of an episode. */
  readonly key: string;
  readonly state: 'firing' | 'resolved';
  readonly atMs: number;
  readonly message: SlackMessage;
};

/** A notice is identified by its name. */
export function episodeOf(notice: Notice, frame: Frame): Episode {
  const { name, state, atMs } = notice;
  return { key: `notice/${name}`, state, atMs, message: noticeMessage(notice, frame) };
}
