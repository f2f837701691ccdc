import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Reply } from './attempt.ts';
import type { ForwardResult } from './forward.ts';

type Refusal = { readonly status: number; readonly line: string; readonly headers: Record<string, string> };

const refusal = (status: number, line: string, headers: Record<string, string> = {}): Refusal => ({
  status,
  line,
  headers,
});

const refusalOf = (kind: Exclude<ForwardResult['kind'], 'reply' | 'hung-up'>): Refusal => {
  switch (kind) {
    case 'no-target':
      return refusal(503, 'No web instance is in service.', { 'retry-after': '1' });
    case 'broken':
      return refusal(502, 'Every web instance that was asked broke off.');
    case 'unanswered':
      return refusal(504, 'The web instance did not answer in time.');
    case 'unsendable':
      return refusal(400, 'This request cannot be passed on.');
    default:
      return kind satisfies never;
  }
};

const refuse = (response: ServerResponse, { status, line, headers }: Refusal): void => {
  response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${line}\n`);
};

/** 413, and the connection ends with it, since the rest of the body is never read. */
export const refuseLargeBody = (response: ServerResponse): void =>
  refuse(response, refusal(413, 'The request body is larger than 1 MiB.', { connection: 'close' }));

const sendReply = async (response: ServerResponse, { statusCode, headers, body }: Reply): Promise<void> => {
  response.writeHead(statusCode, headers);
  if (body.kind === 'whole') {
    response.end(body.bytes);
    return;
  }
  response.flushHeaders();
  // When the target breaks off in mid-stream, so do we: the client must not take a part for the whole.
  await pipeline(body.stream, response).catch(() => response.destroy());
};

/** Tells the client how it went. */
export const answer = async (response: ServerResponse, result: ForwardResult): Promise<void> => {
  if (result.kind === 'hung-up') response.destroy();
  else if (result.kind === 'reply') await sendReply(response, result.reply);
  else refuse(response, refusalOf(result.kind));
};
