/**
 * Posts messages through a webhook, which cannot update them: beginnings, escalations to a page, and ends; never a
 * chart.
 */
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import type { Frame } from '@garbageday/render/slack/frame.ts';
import { type Episode, episodeOf } from './episode.ts';
import type { Message } from './message.ts';
import type { Receipts } from './receipts.ts';
import { type Sender, type SendOptions, worded } from './sender.ts';
import { outageNews } from './tell-outage.ts';
import type { Webhook } from './webhook.ts';

export function webhookSender(webhook: Webhook, receipts: Receipts, frame: Frame): Sender {
  return {
    canLookBack: false,
    send: async (message: Message, options) => {
      switch (message.kind) {
        case 'report':
        case 'experiment':
          return webhook.post(worded(message.message, options));
        case 'alert':
          return tellOutage({ webhook, receipts, frame }, message.change, options);
        case 'notice':
          return tellEpisode({ webhook, receipts }, episodeOf(message.notice, frame), options);
        case 'chart':
          return;
        default:
          return message satisfies never;
      }
    },
  };
}

type WebhookPorts = { readonly webhook: Webhook; readonly receipts: Receipts };

/** SLOs that join meanwhile appear in the next message: one message for each would flood the channel. */
async function tellOutage(
  ports: WebhookPorts & { readonly frame: Frame },
  change: AlertChange,
  options: SendOptions,
): Promise<void> {
  const news = await outageNews(ports, change, options);
  if (news === null) return;
  if (news.kind !== 'goes-on') await ports.webhook.post(news.message);
  await news.keep(news.told);
}

/** A change older than what was already posted, or without news, is not posted. */
async function tellEpisode(
  { webhook, receipts }: WebhookPorts,
  episode: Episode,
  options: SendOptions,
): Promise<void> {
  const { key, state, atMs } = episode;
  const known = await receipts.episode(key);
  if (known !== null && atMs < known.lastAtMs) return;
  const wasFiring = known?.state === 'firing';
  const isFiring = state === 'firing';
  if (!wasFiring && !isFiring) return;
  if (wasFiring !== isFiring) await webhook.post(worded(episode.message, options));
  await receipts.keepEpisode(key, { state, lastAtMs: atMs, at: null });
}
