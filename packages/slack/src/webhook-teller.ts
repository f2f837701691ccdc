/** Tells letters through a webhook, which can change nothing: what begins, becomes a page, and ends; a chart never. */
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import type { Frame } from '@garbageday/render/slack/frame.ts';
import { type Episode, episodeOf } from './episode.ts';
import type { Letter } from './letter.ts';
import type { Receipts } from './receipts.ts';
import { outageNews } from './tell-outage.ts';
import { type Teller, type Telling, worded } from './teller.ts';
import type { Webhook } from './webhook.ts';

export function webhookTeller(webhook: Webhook, receipts: Receipts, frame: Frame): Teller {
  return {
    canLookBack: false,
    tell: async (letter: Letter, telling) => {
      switch (letter.kind) {
        case 'report':
        case 'experiment':
          return webhook.post(worded(letter.message, telling));
        case 'alert':
          return tellOutage({ webhook, receipts, frame }, letter.change, telling);
        case 'notice':
          return tellEpisode({ webhook, receipts }, episodeOf(letter.notice, frame), telling);
        case 'chart':
          return;
        default:
          return letter satisfies never;
      }
    },
  };
}

type Desk = { readonly webhook: Webhook; readonly receipts: Receipts };

/** Which objectives have joined meanwhile is told with the next message: another one for each would drown the channel. */
async function tellOutage(
  desk: Desk & { readonly frame: Frame },
  change: AlertChange,
  telling: Telling,
): Promise<void> {
  const news = await outageNews(desk, change, telling);
  if (news === null) return;
  if (news.kind !== 'goes-on') await desk.webhook.post(news.message);
  await news.keep(news.told);
}

/** A change that is older than what was told already, or that tells nothing new, is not told. */
async function tellEpisode({ webhook, receipts }: Desk, episode: Episode, telling: Telling): Promise<void> {
  const { key, state, atMs } = episode;
  const known = await receipts.episode(key);
  if (known !== null && atMs < known.lastAtMs) return;
  const wasFiring = known?.state === 'firing';
  const isFiring = state === 'firing';
  if (!wasFiring && !isFiring) return;
  if (wasFiring !== isFiring) await webhook.post(worded(episode.message, telling));
  await receipts.keepEpisode(key, { state, lastAtMs: atMs, at: null });
}
