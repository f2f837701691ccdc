import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer, refuseLargeBody } from './answer.ts';
import { forward } from './forward.ts';
import { forwardedHeaders } from './headers.ts';
import { readRequestBody } from './request-body.ts';
import type { Upstreams } from './upstreams.ts';

/** Aborted when the client hangs up before it was answered. */
const hangUpSignal = (response: ServerResponse): AbortSignal => {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
};

type Information = {
  readonly statusCode: number;
  readonly headers: Record<string, string | string[]>;
};

/** What comes before a reply is passed on to whoever can understand it. */
const inform = (
  { httpVersion }: IncomingMessage,
  response: ServerResponse,
  { statusCode, headers }: Information,
): void => {
  if (httpVersion === '1.0' || response.headersSent) return;
  if (statusCode === 100) response.writeContinue();
  else if (statusCode === 102) response.writeProcessing();
  else if (statusCode === 103 && headers['link'] !== undefined) {
    response.writeEarlyHints({ link: headers['link'] });
  }
};

/** Passes one request on and its reply back. Rejects when the client breaks off while sending. */
export const proxy = async (
  upstreams: Upstreams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
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
};
