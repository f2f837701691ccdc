/**
 * Posting with a bot token: threads, in-place updates and files, and finding messages that may have been posted
 * already.
 */
import { Buffer } from 'node:buffer';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import { WebClient } from '@slack/web-api';
import { BrokenAnswer, checkedFetch } from './broken-answer.ts';
import { findFile, findMessage, type PostedAt } from './find-posted.ts';
import type { Chart } from './message.ts';
import { silentLogger } from './silent-logger.ts';
import { SlackFailure } from './slack-failure.ts';
import { timedFetch } from './timed-fetch.ts';
import { webFailure } from './web-failure.ts';

export type Post = {
  /** Unique for ever; kept in the message's metadata, so that the message can be found again. */
  readonly key: string;
  readonly message: SlackMessage;
  /** The first message of the thread to answer in; null: the channel. */
  readonly thread: PostedAt | null;
  /** Whether an answer in a thread is also shown in the channel. */
  readonly isLoud: boolean;
  /** When the earliest attempt to post it was; null: it cannot have been posted. */
  readonly mayBeOutSinceMs: number | null;
};

/** Each throws a SlackFailure. */
export type Bot = {
  readonly post: (post: Post) => Promise<PostedAt>;
  readonly update: (at: PostedAt, message: SlackMessage) => Promise<void>;
  /** A file's name is unique, like a message's key. */
  readonly upload: (chart: Chart, mayBeOutSinceMs: number | null) => Promise<void>;
};

export type BotOptions = {
  readonly token: string;
  /** The channel's id (`C0123456789`): the file and history APIs do not take names. */
  readonly channel: string;
  readonly apiUrl: string | null;
  readonly timeoutMs: () => number;
  /** Called before each request that writes. */
  readonly pace: () => Promise<void>;
};

/** What marks our messages; every app of the workspace can read it. */
export const eventType = 'garbageday_message';

/** One request at a time, none retried or delayed by the library (its default is ten tries over half an hour). */
export function bot(options: BotOptions): Bot {
  const { channel, pace } = options;
  const client = connect(options);
  return {
    post: (post) => explained(() => postOnce(client, options, post)),
    update: ({ channel: where, ts }, { text, blocks }) =>
      explained(async () => {
        await pace();
        await client.chat.update({ channel: where, ts, text, blocks: [...blocks] });
      }),
    upload: (chart, sinceMs) =>
      dispensable(async () => {
        if (await findFile(client, { channel, threadTs: null, sinceMs }, chart.filename)) return;
        await pace();
        await client.filesUploadV2({
          channel_id: channel,
          file: Buffer.from(chart.pngBase64, 'base64'),
          filename: chart.filename,
          title: chart.title,
          alt_text: chart.altText,
        });
      }),
  };
}

/** The default of `@slack/web-api`. */
const defaultApiUrl = 'https://slack.com/api/';

function connect({ token, apiUrl, timeoutMs }: BotOptions): WebClient {
  return new WebClient(token, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    maxRequestConcurrency: 1,
    fetch: checkedFetch(timedFetch(timeoutMs), apiUrl ?? defaultApiUrl),
    logger: silentLogger,
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
  });
}

async function postOnce(client: WebClient, { channel, pace }: BotOptions, post: Post): Promise<PostedAt> {
  const { mayBeOutSinceMs: sinceMs, key, thread } = post;
  // A thread stays where it began, even if another channel is configured meanwhile.
  const where = thread?.channel ?? channel;
  const found = await findMessage(client, { channel: where, threadTs: thread?.ts ?? null, sinceMs }, key);
  if (found !== null) return found;
  await pace();
  return postNew(client, where, post);
}

async function postNew(client: WebClient, channel: string, post: Post): Promise<PostedAt> {
  const { key, message, thread, isLoud } = post;
  const answer = await client.chat.postMessage({
    channel,
    text: message.text,
    ...(message.blocks.length === 0 ? {} : { blocks: [...message.blocks] }),
    metadata: { event_type: eventType, event_payload: { key } },
    unfurl_links: false,
    unfurl_media: false,
    ...(thread === null ? {} : threadOf(thread.ts, isLoud)),
  });
  if (answer.ts === undefined) throw new BrokenAnswer('Slack took a message and did not say where it is');
  return { channel: answer.channel ?? channel, ts: answer.ts };
}

function threadOf(threadTs: string, isLoud: boolean) {
  return isLoud ? { thread_ts: threadTs, reply_broadcast: true } : { thread_ts: threadTs };
}

async function explained<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    const failure = webFailure(error);
    throw failure === null ? error : new SlackFailure(failure, { cause: error });
  }
}

/** A picture that the token may not post (`files:write` is missing, say) must not hold up later messages. */
async function dispensable(body: () => Promise<void>): Promise<void> {
  try {
    await explained(body);
  } catch (error) {
    if (!(error instanceof SlackFailure) || error.failure.kind !== 'misconfigured') throw error;
    throw new SlackFailure({ kind: 'rejected', reason: error.failure.reason }, { cause: error });
  }
}
