/** One message through an incoming webhook, now or never: nothing waits in an outbox, and nothing is looked up. */
import type { Clock } from '@garbageday/core/ports.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import { type Delivery, deliver } from './deliver.ts';
import { messageCodec } from './message.ts';
import { pace } from './pace.ts';
import { worded } from './sender.ts';
import { webhook } from './webhook.ts';

export type PostOptions = {
  readonly url: string;
  readonly clock: Clock;
  /** With all its tries. */
  readonly withinMs: number;
};

const slowestRequestMs = 10_000;

/** Tries again as long as that makes sense; a message that Slack refuses with its blocks goes as one line. `kept`: it was not posted. */
export async function postOnce(
  message: SlackMessage,
  { url, clock, withinMs }: PostOptions,
): Promise<Delivery> {
  const deadlineMs = clock.now() + withinMs;
  const leftMs = () => deadlineMs - clock.now();
  const timeoutMs = () => Math.min(slowestRequestMs, leftMs());
  const hook = webhook({ url, timeoutMs, pace: pace(clock) });
  const body = messageCodec.encode({ kind: 'report', message });
  return await deliver(
    {
      clock,
      outbox: { markAttempted: async () => {} },
      lease: { leftMs, extend: async () => true },
      sender: { canLookBack: false, send: async (_, options) => hook.post(worded(message, options)) },
    },
    { id: 'report', atMs: clock.now(), body, attemptedAtMs: null },
  );
}
