/** One message per burning objective and severity: posted, kept up to date, and resolved in its own thread. */
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import { alertMessage } from '@garbageday/render/slack/alert-message.ts';
import type { Bot } from './bot.ts';
import type { PostedAt } from './find-posted.ts';
import type { OpenAlert, Receipts } from './receipts.ts';
import { SlackFailure } from './slack-failure.ts';
import { type Telling, worded } from './teller.ts';

type Desk = { readonly bot: Bot; readonly receipts: Receipts };

/** A change that is older than what was told already is not told; nor is the end of what nobody was told of. */
export async function tellAlert(desk: Desk, change: AlertChange, telling: Telling): Promise<void> {
  const known = await desk.receipts.alert(change);
  if (known !== null && change.atMs < known.lastAtMs) return;
  if (known?.state !== 'firing') {
    if (change.state === 'firing') await begin(desk, change, telling);
    return;
  }
  if (change.state === 'firing') await carryOn(desk, change, { known, telling });
  else await resolve(desk, change, { known, telling });
}

async function begin({ bot, receipts }: Desk, change: AlertChange, telling: Telling): Promise<void> {
  const message = worded(alertMessage(change, change.atMs), telling);
  const at = await bot.post({ ...keyed(telling), message, thread: null, isLoud: false });
  const { atMs } = change;
  await receipts.keepAlert(change, { state: 'firing', sinceMs: atMs, lastAtMs: atMs, at });
}

type Known = { readonly known: OpenAlert; readonly telling: Telling };

/** Where the message was deleted, or a webhook had told it, a new one takes its place. */
async function carryOn(
  { bot, receipts }: Desk,
  change: AlertChange,
  { known, telling }: Known,
): Promise<void> {
  const message = worded(alertMessage(change, known.sinceMs), telling);
  const isThere = known.at !== null && (await changed(bot, known.at, message));
  const at = isThere ? known.at : await bot.post({ ...keyed(telling), message, thread: null, isLoud: false });
  await receipts.keepAlert(change, { ...known, lastAtMs: change.atMs, at });
}

async function resolve(
  { bot, receipts }: Desk,
  change: AlertChange,
  { known, telling }: Known,
): Promise<void> {
  const message = worded(alertMessage(change, known.sinceMs), telling);
  const isThere = known.at !== null && (await changed(bot, known.at, message));
  await bot.post({ ...keyed(telling), message, thread: isThere ? known.at : null, isLoud: false });
  await receipts.keepAlert(change, { ...known, state: 'resolved', lastAtMs: change.atMs });
}

function keyed({ id, mayBeOutSinceMs }: Telling) {
  return { key: id, mayBeOutSinceMs };
}

/** Whether the message is still there to be changed. A change can be repeated without harm. */
async function changed(bot: Bot, at: PostedAt, message: ReturnType<typeof alertMessage>): Promise<boolean> {
  try {
    await bot.update(at, message);
    return true;
  } catch (error) {
    if (error instanceof SlackFailure && error.failure.kind === 'gone') return false;
    throw error;
  }
}
