/** Tells letters through a webhook: an episode when it begins and when it ends, a chart never. */
import { type Episode, episodeOf } from './episode.ts';
import type { Letter } from './letter.ts';
import type { Receipts } from './receipts.ts';
import { type Teller, type Telling, worded } from './teller.ts';
import type { Webhook } from './webhook.ts';

export function webhookTeller(webhook: Webhook, receipts: Receipts): Teller {
  return {
    canLookBack: false,
    tell: async (letter: Letter, telling) => {
      switch (letter.kind) {
        case 'report':
        case 'experiment':
          return webhook.post(worded(letter.message, telling));
        case 'alert':
        case 'notice':
          return tellEpisode({ webhook, receipts }, episodeOf(letter), telling);
        case 'chart':
          return;
        default:
          return letter satisfies never;
      }
    },
  };
}

type Desk = { readonly webhook: Webhook; readonly receipts: Receipts };

/** A change that is older than what was told already, or that tells nothing new, is not told. */
async function tellEpisode({ webhook, receipts }: Desk, episode: Episode, telling: Telling): Promise<void> {
  const { key, state, atMs } = episode;
  const known = await receipts.episode(key);
  if (known !== null && atMs < known.lastAtMs) return;
  const wasFiring = known?.state === 'firing';
  const isFiring = state === 'firing';
  if (!wasFiring && !isFiring) return;
  const sinceMs = wasFiring ? known.sinceMs : atMs;
  if (wasFiring !== isFiring) await webhook.post(worded(episode.message(sinceMs), telling));
  await receipts.keepEpisode(key, { state, sinceMs, lastAtMs: atMs, at: null });
}
