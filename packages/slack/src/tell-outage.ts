/** An outage as a bot tells it: one message that is kept up to date, answered in its thread when it is a page now, or over. */
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
  // Where the message was deleted, or a webhook had told it, a new one takes its place.
  const isThere = told !== null && (await changed(bot, told, message));
  const at = isThere ? told : await post(null, false);
  // Slack notifies no one of a change in place.
  if (isThere && kind !== 'goes-on') await post(at, kind === 'worsens');
  await news.keep(at);
}

export type OutageNews = {
  readonly kind: TurnKind;
  readonly message: SlackMessage;
  /** The message of this outage; `null` where it has none that can be changed. */
  readonly told: PostedAt | null;
  readonly keep: (at: PostedAt | null) => Promise<void>;
};

type NewsPorts = { readonly receipts: Receipts; readonly frame: Frame };

/**
 * What a change adds to what was told, for a bot and a webhook alike. `null` for a change that is older than what was told
 * already, and for the end of an alert that was never told.
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
