/** Something that begins, may change, and ends, told as one conversation: a burn alert, or trouble with the watchers. */
import { alertMessage } from '@garbageday/render/slack/alert-message.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import { noticeMessage } from '@garbageday/render/slack/notice-message.ts';
import type { Letter } from './letter.ts';

/** One change of it. */
export type Episode = {
  /** The same for every change of the same thing. */
  readonly key: string;
  readonly state: 'firing' | 'resolved';
  readonly atMs: number;
  /** `sinceMs`: when it began. */
  readonly message: (sinceMs: number) => SlackMessage;
};

export type EpisodeLetter = Extract<Letter, { kind: 'alert' | 'notice' }>;

/** An alert is known by its objective and severity, a notice by its name. */
export function episodeOf(letter: EpisodeLetter): Episode {
  if (letter.kind === 'notice') {
    const { name, state, atMs } = letter.notice;
    return { key: `notice/${name}`, state, atMs, message: () => noticeMessage(letter.notice) };
  }
  const { service, slo, severity, state, atMs } = letter.change;
  const message = (sinceMs: number) => alertMessage(letter.change, sinceMs);
  return { key: `alert/${service}/${slo}/${severity}`, state, atMs, message };
}
