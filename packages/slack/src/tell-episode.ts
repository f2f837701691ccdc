/** One message per episode: posted, kept up to date, and resolved in its own thread. */
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import type { Bot } from './bot.ts';
import type { Episode } from './episode.ts';
import type { PostedAt } from './find-posted.ts';
import type { OpenEpisode, Receipts } from './receipts.ts';
import { type SendOptions, worded } from './sender.ts';
import { SlackFailure } from './slack-failure.ts';

type BotPorts = { readonly bot: Bot; readonly receipts: Receipts };

/** A change older than what was already posted is not posted; nor is the end of an episode that was never posted. */
export async function tellEpisode(ports: BotPorts, episode: Episode, options: SendOptions): Promise<void> {
  const known = await ports.receipts.episode(episode.key);
  if (known !== null && episode.atMs < known.lastAtMs) return;
  if (known?.state !== 'firing') {
    if (episode.state === 'firing') await begin(ports, episode, options);
    return;
  }
  if (episode.state === 'firing') await carryOn(ports, episode, { known, options });
  else await resolve(ports, episode, { known, options });
}

async function begin({ bot, receipts }: BotPorts, episode: Episode, options: SendOptions): Promise<void> {
  const { key, atMs } = episode;
  const message = worded(episode.message, options);
  const at = await bot.post({ ...keyed(options), message, thread: null, isLoud: false });
  await receipts.keepEpisode(key, { state: 'firing', lastAtMs: atMs, at });
}

type Known = { readonly known: OpenEpisode; readonly options: SendOptions };

/** If the message was deleted, or was posted by a webhook, a new one takes its place. */
async function carryOn(
  { bot, receipts }: BotPorts,
  episode: Episode,
  { known, options }: Known,
): Promise<void> {
  const message = worded(episode.message, options);
  const isThere = known.at !== null && (await changed(bot, known.at, message));
  const at = isThere ? known.at : await bot.post({ ...keyed(options), message, thread: null, isLoud: false });
  await receipts.keepEpisode(episode.key, { ...known, lastAtMs: episode.atMs, at });
}

async function resolve(
  { bot, receipts }: BotPorts,
  episode: Episode,
  { known, options }: Known,
): Promise<void> {
  const message = worded(episode.message, options);
  const isThere = known.at !== null && (await changed(bot, known.at, message));
  await bot.post({ ...keyed(options), message, thread: isThere ? known.at : null, isLoud: false });
  await receipts.keepEpisode(episode.key, { ...known, state: 'resolved', lastAtMs: episode.atMs });
}

function keyed({ id, mayBeOutSinceMs }: SendOptions) {
  return { key: id, mayBeOutSinceMs };
}

/** Whether the message still existed to be updated. An update can be repeated without harm. */
export async function changed(bot: Bot, at: PostedAt, message: SlackMessage): Promise<boolean> {
  try {
    await bot.update(at, message);
    return true;
  } catch (error) {
    if (error instanceof SlackFailure && error.failure.kind === 'gone') return false;
    throw error;
  }
}
