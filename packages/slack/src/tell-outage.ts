/**
 * Posts an outage as a bot: one message that is kept up to date, with a reply in its thread when it becomes a page or
 * ends.
 */
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import type { Frame } from '@garbageday/render/slack/frame.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import { outageMessage } from '@garbageday/render/slack/outage-message.ts';
import type { Bot } from './bot.ts';
import type { PostedAt } from './find-posted.ts';
import { type TurnKind, turnOf } from './outage.ts';
import type { Receipts } from './receipts.ts';
import { type SendOptions, worded } from './sender.ts';
import { changed } from './tell-episode.ts';

type BotPorts = { readonly bot: Bot; readonly receipts: Receipts; readonly frame: Frame };

export async function tellOutage(ports: BotPorts, change: AlertChange, options: SendOptions): Promise<void> {
  const { bot } = ports;
  const news = await outageNews(ports, change, options);
  if (news === null) return;
  const { kind, message, told } = news;
  const { id: key, mayBeOutSinceMs } = options;
  const post = (thread: PostedAt | null, isLoud: boolean) =>
    bot.post({ key, message, thread, isLoud, mayBeOutSinceMs });
  // If the message was deleted, or was posted by a webhook, a new one takes its place.
  const isThere = told !== null && (await changed(bot, told, message));
  const at = isThere ? told : await post(null, false);
  // Slack does not notify anyone of an in-place update.
  if (isThere && kind !== 'goes-on') await post(at, kind === 'worsens');
  await news.keep(at);
}

export type OutageNews = {
  readonly kind: TurnKind;
  readonly message: SlackMessage;
  /** The message of this outage; `null` if it has none that can be updated. */
  readonly told: PostedAt | null;
  readonly keep: (at: PostedAt | null) => Promise<void>;
};

type NewsPorts = { readonly receipts: Receipts; readonly frame: Frame };

/**
 * What a change adds to what was posted, for both bot and webhook. `null` for a change older than what was already
 * posted, and for the end of an alert that was never posted.
 */
export async function outageNews(
  { receipts, frame }: NewsPorts,
  change: AlertChange,
  options: SendOptions,
): Promise<OutageNews | null> {
  const known = await receipts.outage(change);
  const turn = turnOf(known?.outage ?? null, change);
  if (turn === null) return null;
  const { kind, outage } = turn;
  return {
    kind,
    message: worded(outageMessage(outage, frame), options),
    told: kind === 'begins' ? null : (known?.at ?? null),
    keep: (at) => receipts.keepOutage(change, { outage, at }),
  };
}
