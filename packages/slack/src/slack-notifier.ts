/** Posts reports, alerts and experiments in Slack: each once, in order, whatever happens in between. */

import type { ChaosEvent, Clock, Outbox } from '@garbageday/core/ports.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { zoneOf } from '@garbageday/core/time/zone.ts';
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import { bareFrame, type Frame } from '@garbageday/render/slack/frame.ts';
import type { Notice } from '@garbageday/render/slack/notice-message.ts';
import { type Addressed, queuedAlert, queuedExperiment, queuedNotice } from './addressed.ts';
import { bot } from './bot.ts';
import { botSender } from './bot-sender.ts';
import { flush } from './flush.ts';
import { type Lease, lease } from './lease.ts';
import { messageCodec } from './message.ts';
import type { SlackOutcome } from './outcome.ts';
import { pace } from './pace.ts';
import { receiptsIn } from './receipts.ts';
import type { Sender } from './sender.ts';
import { type SlackAccess, slackAccess } from './slack-access.ts';
import { type DrawChart, tellReport } from './tell-report.ts';
import { webhook } from './webhook.ts';
import { webhookSender } from './webhook-sender.ts';

export type SlackNotifierOptions = {
  /** The channel's webhook; null or empty: none. */
  readonly webhookUrl: string | null;
  /** `xoxb-…`, for threads, in-place updates and the chart; null or empty: only the webhook is used. */
  readonly botToken: string | null;
  /** The channel's id (`C0123456789`); a bot needs it, a webhook knows its own. */
  readonly channel: string | null;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Epoch milliseconds by which everything must have ended. In a Lambda: now + getRemainingTimeInMillis(). */
  readonly deadlineMs: () => number;
  /** The stage, links and mentions of every message. Default: none. */
  readonly frame?: Frame;
  /** The IANA zone in which days begin. Default: UTC. */
  readonly timeZone?: string;
  /**
   * Draws the chart that follows a report; only a bot can upload it. If it throws, the report comes without a chart.
   */
  readonly chart?: DrawChart | null;
  /** Default: Slack's. Tests use their own: `http://127.0.0.1:1234/api/`. */
  readonly apiUrl?: string;
};

/**
 * Each method puts its messages into the outbox, then posts everything waiting there, oldest first, until the deadline.
 * Throws only what the outbox throws.
 */
export type SlackNotifier = {
  /** Posts once per kind and period, however often it is called. */
  readonly report: (report: Report) => Promise<SlackOutcome>;
  readonly alert: (change: AlertChange) => Promise<SlackOutcome>;
  /** Most transitions are not posted. */
  readonly experiment: (event: ChaosEvent) => Promise<SlackOutcome>;
  /** An alarm that is not about an SLO: the probe is silent, say. */
  readonly notice: (notice: Notice) => Promise<SlackOutcome>;
  readonly flush: () => Promise<SlackOutcome>;
};

export function slackNotifier(options: SlackNotifierOptions): SlackNotifier {
  const { clock, outbox, chart = null, timeZone = 'UTC', frame = bareFrame } = options;
  const access = slackAccess(options);
  const enqueue = ({ id, atMs, message }: Addressed) =>
    outbox.enqueue({ id, atMs, body: messageCodec.encode(message) });
  const postAll = () => post(options, access);
  const send = async (messages: readonly Addressed[]): Promise<SlackOutcome> => {
    for (const message of messages) await enqueue(message);
    return postAll();
  };
  const ports = { clock, chart: access.kind === 'bot' ? chart : null, enqueue, post: postAll, frame };
  return {
    report: (report) => tellReport(ports, report),
    alert: (change) => send([queuedAlert(change)]),
    notice: (notice) => send([queuedNotice(notice)]),
    experiment: (event) => send(queuedExperiment(event, zoneOf(timeZone), frame)),
    flush: () => send([]),
  };
}

async function post(options: SlackNotifierOptions, access: SlackAccess): Promise<SlackOutcome> {
  if (access.kind === 'none') return { kind: 'not-configured', reason: access.reason };
  const own = lease(options);
  const { outbox, clock } = options;
  const { keptBecause, ...done } = await flush({
    outbox,
    clock,
    lease: own,
    sender: senderOf(options, access, own),
  });
  return keptBecause === null ? { kind: 'posted', ...done } : { kind: 'kept', ...done, reason: keptBecause };
}

function senderOf(
  { outbox, clock, apiUrl, frame = bareFrame }: SlackNotifierOptions,
  access: Exclude<SlackAccess, { kind: 'none' }>,
  { requestMs }: Lease,
): Sender {
  const receipts = receiptsIn(outbox, clock);
  const limits = { timeoutMs: requestMs, pace: pace(clock) };
  return access.kind === 'webhook'
    ? webhookSender(webhook({ url: access.url, ...limits }), receipts, frame)
    : botSender(
        bot({ token: access.token, channel: access.channel, apiUrl: apiUrl ?? null, ...limits }),
        receipts,
        frame,
      );
}
