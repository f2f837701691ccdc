/** Reports, alerts and experiments, told in Slack: each once, in order, whatever happens in between. */

import type { ChaosEvent, Clock, Outbox } from '@garbageday/core/ports.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { zoneOf } from '@garbageday/core/time/zone.ts';
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import { bareFrame, type Frame } from '@garbageday/render/slack/frame.ts';
import type { Notice } from '@garbageday/render/slack/notice-message.ts';
import { type Addressed, alertLetter, experimentLetters, noticeLetter } from './addressed.ts';
import { bot } from './bot.ts';
import { botTeller } from './bot-teller.ts';
import { flush } from './flush.ts';
import { letterCodec } from './letter.ts';
import type { SlackOutcome } from './outcome.ts';
import { pace } from './pace.ts';
import { receiptsIn } from './receipts.ts';
import { type SlackAccess, slackAccess } from './slack-access.ts';
import { type DrawChart, tellReport } from './tell-report.ts';
import type { Teller } from './teller.ts';
import { type Tenure, tenure } from './tenure.ts';
import { webhook } from './webhook.ts';
import { webhookTeller } from './webhook-teller.ts';

export type SlackNotifierOptions = {
  /** Of the channel; null or empty: none. */
  readonly webhookUrl: string | null;
  /** `xoxb-…`, for threads, changes in place and the chart; null or empty: the webhook alone. */
  readonly botToken: string | null;
  /** The channel's id (`C0123456789`); a bot needs it, a webhook knows its own. */
  readonly channel: string | null;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Epoch milliseconds by which everything must have ended. In a Lambda: now + getRemainingTimeInMillis(). */
  readonly deadlineMs: () => number;
  /** The stage, links and mentions of every message; none where none is given. */
  readonly frame?: Frame;
  /** IANA, in which a day begins; UTC where none is given. */
  readonly timeZone?: string;
  /** Draws the chart that follows a report; only a bot can upload it. May throw: the report comes without it. */
  readonly chart?: DrawChart | null;
  /** Slack's, unless a test has its own: `http://127.0.0.1:1234/api/`. */
  readonly apiUrl?: string;
};

/**
 * Each puts what it has to tell into the outbox, then posts whatever waits there, oldest first, until the deadline. Throws
 * only what the outbox throws.
 */
export type SlackNotifier = {
  /** Once per kind and period, however often it is asked. */
  readonly report: (report: Report) => Promise<SlackOutcome>;
  readonly alert: (change: AlertChange) => Promise<SlackOutcome>;
  /** Most transitions are told to nobody. */
  readonly experiment: (event: ChaosEvent) => Promise<SlackOutcome>;
  /** An alarm that is about no objective: the probe is silent, say. */
  readonly notice: (notice: Notice) => Promise<SlackOutcome>;
  readonly flush: () => Promise<SlackOutcome>;
};

export function slackNotifier(options: SlackNotifierOptions): SlackNotifier {
  const { clock, outbox, chart = null, timeZone = 'UTC', frame = bareFrame } = options;
  const access = slackAccess(options);
  const enqueue = ({ id, atMs, letter }: Addressed) =>
    outbox.enqueue({ id, atMs, body: letterCodec.encode(letter) });
  const postAll = () => post(options, access);
  const send = async (letters: readonly Addressed[]): Promise<SlackOutcome> => {
    for (const letter of letters) await enqueue(letter);
    return postAll();
  };
  const desk = { clock, chart: access.kind === 'bot' ? chart : null, enqueue, post: postAll, frame };
  return {
    report: (report) => tellReport(desk, report),
    alert: (change) => send([alertLetter(change)]),
    notice: (notice) => send([noticeLetter(notice)]),
    experiment: (event) => send(experimentLetters(event, zoneOf(timeZone), frame)),
    flush: () => send([]),
  };
}

async function post(options: SlackNotifierOptions, access: SlackAccess): Promise<SlackOutcome> {
  if (access.kind === 'none') return { kind: 'not-configured', reason: access.reason };
  const own = tenure(options);
  const { outbox, clock } = options;
  const { keptBecause, ...done } = await flush({
    outbox,
    clock,
    tenure: own,
    teller: tellerOf(options, access, own),
  });
  return keptBecause === null ? { kind: 'posted', ...done } : { kind: 'kept', ...done, reason: keptBecause };
}

function tellerOf(
  { outbox, clock, apiUrl, frame = bareFrame }: SlackNotifierOptions,
  access: Exclude<SlackAccess, { kind: 'none' }>,
  { requestMs }: Tenure,
): Teller {
  const receipts = receiptsIn(outbox, clock);
  const limits = { timeoutMs: requestMs, pace: pace(clock) };
  return access.kind === 'webhook'
    ? webhookTeller(webhook({ url: access.url, ...limits }), receipts, frame)
    : botTeller(
        bot({ token: access.token, channel: access.channel, apiUrl: apiUrl ?? null, ...limits }),
        receipts,
        frame,
      );
}
