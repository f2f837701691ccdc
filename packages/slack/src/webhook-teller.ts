/** Tells letters through a webhook: an alert when it begins and when it ends, a chart never. */
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import { alertMessage } from '@garbageday/render/slack/alert-message.ts';
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
          return tellAlert({ webhook, receipts }, letter.change, telling);
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
async function tellAlert({ webhook, receipts }: Desk, change: AlertChange, telling: Telling): Promise<void> {
  const known = await receipts.alert(change);
  if (known !== null && change.atMs < known.lastAtMs) return;
  const wasFiring = known?.state === 'firing';
  const isFiring = change.state === 'firing';
  if (!wasFiring && !isFiring) return;
  const sinceMs = wasFiring ? known.sinceMs : change.atMs;
  if (wasFiring !== isFiring) await webhook.post(worded(alertMessage(change, sinceMs), telling));
  await receipts.keepAlert(change, { state: change.state, sinceMs, lastAtMs: change.atMs, at: null });
}
