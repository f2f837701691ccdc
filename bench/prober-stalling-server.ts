/**
 * A word counter that answers after 5 ms, and freezes as a whole for the last `freezeMs` of every `periodMs`, as in a
 * GC or VM pause. If asked, it tells its parent when each request arrived and was answered.
 */
import http from 'node:http';

const [periodMs, freezeMs] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 2_000)];
const answerMs = 5;

/** One request as the server saw it; `index` is the end of its id. Epoch milliseconds. */
export type Served = { readonly index: number; readonly cameMs: number; readonly answeredMs: number };

export type StallMessage =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'froze'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'served'; readonly served: readonly Served[] };

const anchorMs = Date.now() - performance.now();
function now() {
  return anchorMs + performance.now();
}
function say(message: StallMessage) {
  return process.send?.(message);
}

const counts = new Map<string, number>();
const served: Served[] = [];

function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
  const cameMs = now();
  const index = Number(/\d+$/.exec(String(request.headers['x-request-id']))?.[0]);
  const [, , word = ''] = (request.url ?? '').split('/');
  setTimeout(() => {
    const count = (counts.get(word) ?? 0) + 1;
    counts.set(word, count);
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ word, count }));
    served.push({ index, cameMs, answeredMs: now() });
  }, answerMs);
}

function freeze(): void {
  const fromMs = now();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, freezeMs);
  say({ kind: 'froze', fromMs, toMs: now() });
}

const server = http.createServer(answer);
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  say({ kind: 'listening', port: address.port });
  setTimeout(() => {
    setInterval(freeze, periodMs);
    freeze();
  }, periodMs - freezeMs);
});
process.on('message', () => say({ kind: 'served', served }));
process.on('disconnect', () => process.exit(0));
