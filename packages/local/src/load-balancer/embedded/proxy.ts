import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Reply } from './attempt.ts';
import { type ForwardResult, forward } from './forward.ts';
import { forwardedHeaders } from './headers.ts';
import { readRequestBody } from './request-body.ts';
import type { Upstreams } from './upstreams.ts';

/** Aborted if the client hangs up before it is answered. */
function hangUpSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

type Information = {
  readonly statusCode: number;
  readonly headers: Record<string, string | string[]>;
};

/** Passes on informational responses to clients that understand them. */
function inform(
  { httpVersion }: IncomingMessage,
  response: ServerResponse,
  { statusCode, headers }: Information,
): void {
  if (httpVersion === '1.0' || response.headersSent) return;
  if (statusCode === 100) response.writeContinue();
  else if (statusCode === 102) response.writeProcessing();
  else if (statusCode === 103 && headers['link'] !== undefined) {
    response.writeEarlyHints({ link: headers['link'] });
  }
}

/** Passes one request on and its reply back. Rejects if the client breaks off while sending. */
export async function proxy(
  upstreams: Upstreams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readRequestBody(request);
  if (body.kind === 'too-large') return refuseLargeBody(response);
  const result = await forward(upstreams, {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: forwardedHeaders(request.headers, request.socket.remoteAddress ?? 'unknown'),
    body: body.bytes,
    signal: hangUpSignal(response),
    onInformation: (statusCode, headers) => inform(request, response, { statusCode, headers }),
  });
  await answer(response, result);
}

type Refusal = { readonly status: number; readonly line: string; readonly headers: Record<string, string> };

function refusal(status: number, line: string, headers: Record<string, string> = {}): Refusal {
  return {
    status,
    line,
    headers,
  };
}

function refusalOf(kind: Exclude<ForwardResult['kind'], 'reply' | 'hung-up'>): Refusal {
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
}

function refuse(response: ServerResponse, { status, line, headers }: Refusal): void {
  response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${line}\n`);
}

/** 413, and the connection ends with it, since the rest of the body is never read. */
function refuseLargeBody(response: ServerResponse): void {
  refuse(response, refusal(413, 'The request body is larger than 1 MiB.', { connection: 'close' }));
}

async function sendReply(response: ServerResponse, { statusCode, headers, body }: Reply): Promise<void> {
  response.writeHead(statusCode, headers);
  if (body.kind === 'whole') {
    response.end(body.bytes);
    return;
  }
  response.flushHeaders();
  // If the target breaks off mid-stream, so do we: the client must not take a part for the whole.
  await pipeline(body.stream, response).catch(() => response.destroy());
}

/** Sends the result to the client. */
export async function answer(response: ServerResponse, result: ForwardResult): Promise<void> {
  if (result.kind === 'hung-up') response.destroy();
  else if (result.kind === 'reply') await sendReply(response, result.reply);
  else refuse(response, refusalOf(result.kind));
}
