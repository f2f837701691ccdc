/** Reports, alerts and experiments, told in Slack: each once, in order, whatever happens in between. */
import type { ChaosEvent, Clock, Outbox } from '@garbageday/core/ports.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { zoneOf } from '@garbageday/core/schedule/zone.ts';
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import { dayMessage, experimentMessage, isBadNews } from '@garbageday/render/slack/experiment-message.ts';
import { type Notice, noticeMessage } from '@garbageday/render/slack/notice-message.ts';
import { chartText, reportKey } from '@garbageday/render/slack/report-identity.ts';
import { reportMessage } from '@garbageday/render/slack/report-message.ts';
import { bot } from './bot.ts';
import { botTeller } from './bot-teller.ts';
import { flush } from './flush.ts';
import type { Letter } from './letter.ts';
import type { SlackOutcome } from './outcome.ts';
import { pace } from './pace.ts';
import { alertKey, receiptsIn } from './receipts.ts';
import { type SlackAccess, slackAccess } from './slack-access.ts';
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
  /** IANA, in which a day begins; UTC where none is given. */
  readonly timeZone?: string;
  /** Draws the chart that follows a report; only a bot can upload it. */
  readonly chart?: (report: Report) => Promise<Uint8Array>;
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
  const access = slackAccess(options);
  const send = async (letters: readonly Addressed[]): Promise<SlackOutcome> => {
    for (const { id, atMs, letter } of letters) {
      await options.outbox.enqueue({ id, atMs, body: JSON.stringify(letter) });
    }
    return post(options, access);
  };
  return {
    report: async (report) => send(await reportLetters(options, access, report)),
    alert: (change) => send([alertLetter(change)]),
    experiment: (event) => send(experimentLetters(options, event)),
    notice: (notice) => send([noticeLetter(notice)]),
    flush: () => send([]),
  };
}

type Addressed = { readonly id: string; readonly atMs: number; readonly letter: Letter };

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
  { outbox, clock, apiUrl }: SlackNotifierOptions,
  access: Exclude<SlackAccess, { kind: 'none' }>,
  { requestMs }: Tenure,
): Teller {
  const receipts = receiptsIn(outbox, clock);
  const limits = { timeoutMs: requestMs, pace: pace(clock) };
  return access.kind === 'webhook'
    ? webhookTeller(webhook({ url: access.url, ...limits }), receipts)
    : botTeller(
        bot({ token: access.token, channel: access.channel, apiUrl: apiUrl ?? null, ...limits }),
        receipts,
      );
}

/** DynamoDB takes 400 kB an item, and base64 makes four bytes of three. */
const largestChartBytes = 280_000;

async function reportLetters(
  { clock, chart }: SlackNotifierOptions,
  access: SlackAccess,
  report: Report,
): Promise<readonly Addressed[]> {
  const atMs = clock.now();
  const id = `report/${reportKey(report)}`;
  const told: Addressed = { id, atMs, letter: { kind: 'report', message: reportMessage(report) } };
  if (chart === undefined || access.kind !== 'bot') return [told];
  const png = await chart(report);
  if (png.length > largestChartBytes) return [told];
  const pngBase64 = Buffer.from(png).toString('base64');
  const letter: Letter = { kind: 'chart', chart: { ...chartText(report), pngBase64 } };
  return [told, { id: `${id}/chart`, atMs, letter }];
}

function alertLetter(change: AlertChange): Addressed {
  const { atMs, state } = change;
  return { id: `${alertKey(change)}/${atMs}/${state}`, atMs, letter: { kind: 'alert', change } };
}

function noticeLetter(notice: Notice): Addressed {
  const { name, atMs, state } = notice;
  const letter: Letter = { kind: 'report', message: noticeMessage(notice) };
  return { id: `notice/${name}/${atMs}/${state}`, atMs, letter };
}

function experimentLetters(options: SlackNotifierOptions, event: ChaosEvent): readonly Addressed[] {
  const message = experimentMessage(event);
  if (message === null) return [];
  const { id, atMs } = placeOf(options, event);
  const { date } = zoneOf(options.timeZone ?? 'UTC').wallTimeOf(atMs);
  const day = { key: `day/${date}`, opening: dayMessage(date) };
  return [{ id, atMs, letter: { kind: 'experiment', message, day, isLoud: isBadNews(event) } }];
}

const minuteMs = 60_000;

/** A release carries no time of its own: what is delivered again within the minute is the same one. */
function placeOf({ clock }: SlackNotifierOptions, event: ChaosEvent): Omit<Addressed, 'letter'> {
  if (event.kind === 'transition') {
    const { experimentId, seq, atMs } = event.transition;
    return { id: `experiment/${experimentId}/${seq}`, atMs };
  }
  const { position } = event;
  const atMs = position.kind === 'halted' ? position.sinceMs : clock.now();
  const when = position.kind === 'halted' ? atMs : Math.floor(atMs / minuteMs);
  return { id: `lever/${position.kind}/${when}`, atMs };
}
