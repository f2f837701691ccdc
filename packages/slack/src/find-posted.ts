/** Checks whether a message without an answer was accepted after all. */
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';

/** Where a message is: Slack's timestamp is its name within the channel. */
export type PostedAt = { readonly channel: string; readonly ts: string };

export type Search = {
  readonly channel: string;
  /** The thread to look in; null: the channel. */
  readonly threadTs: string | null;
  /** null: it cannot be there, so there is no search. */
  readonly sinceMs: number | null;
};

type Message = {
  readonly ts?: string;
  readonly metadata?: { readonly event_payload?: object };
  readonly files?: readonly { readonly name?: string }[];
};

/** Our clock and Slack's may differ by this much. */
const skewMs = 60_000;
const pageSize = 200;
const mostPages = 10;

/**
 * Finds a message by its key. Null if it is not there, or if the token may not look (`channels:history` is missing).
 */
export async function findMessage(client: WebClient, search: Search, key: string): Promise<PostedAt | null> {
  const found = await find(client, search, ({ metadata }) => keyOf(metadata?.event_payload) === key);
  return found?.ts === undefined ? null : { channel: search.channel, ts: found.ts };
}

export async function findFile(client: WebClient, search: Search, filename: string): Promise<boolean> {
  const found = await find(client, search, ({ files = [] }) => files.some(({ name }) => name === filename));
  return found !== null;
}

function keyOf(payload: object | undefined): unknown {
  return payload !== undefined && 'key' in payload ? payload.key : null;
}

async function find(
  client: WebClient,
  { channel, threadTs, sinceMs }: Search,
  isIt: (message: Message) => boolean,
): Promise<Message | null> {
  if (sinceMs === null) return null;
  const query = {
    channel,
    oldest: String((sinceMs - skewMs) / 1_000),
    include_all_metadata: true,
    limit: pageSize,
  };
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await readPage(
      client,
      { ...query, ...(cursor === undefined ? {} : { cursor }) },
      threadTs,
    );
    const found = answer.messages.find(isIt);
    if (found !== undefined) return found;
    if (answer.next === '') return null;
    cursor = answer.next;
  }
  return null;
}

type PageQuery = {
  readonly channel: string;
  readonly oldest: string;
  readonly include_all_metadata: boolean;
  readonly limit: number;
  readonly cursor?: string;
};

type Page = { readonly messages: readonly Message[]; readonly next: string };

async function readPage(client: WebClient, query: PageQuery, threadTs: string | null): Promise<Page> {
  try {
    const answer =
      threadTs === null
        ? await client.conversations.history(query)
        : await client.conversations.replies({ ...query, ts: threadTs });
    return { messages: answer.messages ?? [], next: answer.response_metadata?.next_cursor ?? '' };
  } catch (error) {
    if (mayNotLook(error)) return { messages: [], next: '' };
    throw error;
  }
}

/** Without the scope, a repeat cannot be told from a first post: twice is better than never. */
function mayNotLook(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && error.data.error === 'missing_scope';
}
