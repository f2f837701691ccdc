/** An outage as a bot tells it: one message that is kept up to date, answered in its thread when it is a page now, or over. */
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import type { Frame } from '@garbageday/render/slack/frame.ts';
import { outageMessage } from '@garbageday/render/slack/outage-message.ts';
import type { Bot } from './bot.ts';
import type { PostedAt } from './find-posted.ts';
import { turnOf } from './outage.ts';
import type { Receipts } from './receipts.ts';
import { changed } from './tell-episode.ts';
import { type Telling, worded } from './teller.ts';

type Desk = { readonly bot: Bot; readonly receipts: Receipts; readonly frame: Frame };

/** A change that is older than what was told already is not told; nor is the end of what nobody was told of. */
export async function tellOutage(
  { bot, receipts, frame }: Desk,
  change: AlertChange,
  telling: Telling,
): Promise<void> {
  const known = await receipts.outage(change);
  const turn = turnOf(known?.outage ?? null, change);
  if (turn === null) return;
  const { kind, outage } = turn;
  const message = worded(outageMessage(outage, frame), telling);
  const { id: key, mayBeOutSinceMs } = telling;
  const post = (thread: PostedAt | null, isLoud: boolean) =>
    bot.post({ key, message, thread, isLoud, mayBeOutSinceMs });
  // Where the message was deleted, or a webhook had told it, a new one takes its place.
  const old = kind === 'begins' ? null : (known?.at ?? null);
  const isThere = old !== null && (await changed(bot, old, message));
  const at = isThere ? old : await post(null, false);
  // Nobody is notified of a change in place.
  if (isThere && kind !== 'goes-on') await post(at, kind === 'worsens');
  await receipts.keepOutage(change, { outage, at });
}
