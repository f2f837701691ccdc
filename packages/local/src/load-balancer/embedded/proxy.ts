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
  });
  await answer(response, result);
};
