/** One message per episode: posted, kept up to date, and resolved in its own thread. */
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import type { Bot } from './bot.ts';
import type { Episode } from './episode.ts';
import type { PostedAt } from './find-posted.ts';
import type { OpenEpisode, Receipts } from './receipts.ts';
import { SlackFailure } from './slack-failure.ts';
import { type Telling, worded } from './teller.ts';

type Desk = { readonly bot: Bot; readonly receipts: Receipts };

/** A change that is older than what was told already is not told; nor is the end of what was never told. */
export async function tellEpisode(desk: Desk, episode: Episode, telling: Telling): Promise<void> {
  const known = await desk.receipts.episode(episode.key);
  if (known !== null && episode.atMs < known.lastAtMs) return;
  if (known?.state !== 'firing') {
    if (episode.state === 'firing') await begin(desk, episode, telling);
    return;
  }
  if (episode.state === 'firing') await carryOn(desk, episode, { known, telling });
  else await resolve(desk, episode, { known, telling });
}

async function begin({ bot, receipts }: Desk, episode: Episode, telling: Telling): Promise<void> {
  const { key, atMs } = episode;
  const message = worded(episode.message, telling);
  const at = await bot.post({ ...keyed(telling), message, thread: null, isLoud: false });
  await receipts.keepEpisode(key, { state: 'firing', lastAtMs: atMs, at });
}

type Known = { readonly known: OpenEpisode; readonly telling: Telling };

/** Where the message was deleted, or a webhook had told it, a new one takes its place. */
async function carryOn({ bot, receipts }: Desk, episode: Episode, { known, telling }: Known): Promise<void> {
  const message = worded(episode.message, telling);
  const isThere = known.at !== null && (await changed(bot, known.at, message));
  const at = isThere ? known.at : await bot.post({ ...keyed(telling), message, thread: null, isLoud: false });
  await receipts.keepEpisode(episode.key, { ...known, lastAtMs: episode.atMs, at });
}

async function resolve({ bot, receipts }: Desk, episode: Episode, { known, telling }: Known): Promise<void> {
  const message = worded(episode.message, telling);
  const isThere = known.at !== null && (await changed(bot, known.at, message));
  await bot.post({ ...keyed(telling), message, thread: isThere ? known.at : null, isLoud: false });
  await receipts.keepEpisode(episode.key, { ...known, state: 'resolved', lastAtMs: episode.atMs });
}

function keyed({ id, mayBeOutSinceMs }: Telling) {
  return { key: id, mayBeOutSinceMs };
}

/** Whether the message is still there to be changed. A change can be repeated without harm. */
export async function changed(bot: Bot, at: PostedAt, message: SlackMessage): Promise<boolean> {
  try {
    await bot.update(at, message);
    return true;
  } catch (error) {
    if (error instanceof SlackFailure && error.failure.kind === 'gone') return false;
    throw error;
  }
}
