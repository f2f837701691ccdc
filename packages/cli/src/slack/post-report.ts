/** Posts a report that has been shown already: whatever becomes of it is one line. */
import { systemClock } from '@garbageday/local/clock.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import { postOnce } from '@garbageday/slack/post-once.ts';
import type { Output } from '../output.ts';

/** Someone waits for the command to end. */
const withinMs = 25_000;

/** Whether Slack took it. Never rejects because of Slack, and never says where it posted: the address is a secret. */
export async function postReport(
  url: string,
  message: SlackMessage,
  { line }: Pick<Output, 'line'>,
): Promise<boolean> {
  const posted = await postOnce(message, { url, clock: systemClock(), withinMs });
  line(
    posted.kind === 'posted'
      ? 'Posted to Slack.'
      : `garbageday: not posted to Slack: ${posted.reason.replace(/^report: /, '')}`,
  );
  return posted.kind === 'posted';
}
