/** A server that answers as it is told, and keeps what it was asked. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Reply =
  | { readonly status: number; readonly body?: unknown; readonly location?: string }
  | 'broken'
  | 'silent';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
};

export type FakeApi = {
  readonly url: string;
  readonly asked: readonly Asked[];
  readonly close: () => Promise<void>;
};

/** One reply after the other; the last one for ever. */
export async function fakeApi(replies: readonly Reply[]): Promise<FakeApi> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const reply = replies[Math.min(asked.length, replies.length - 1)];
    const { method = '', url: path = '', headers } = request;
    asked.push({ method, path, headers, body: body === '' ? null : JSON.parse(body) });
    if (reply === 'silent' || reply === undefined) return;
    if (reply === 'broken') return void request.socket.destroy();
    if (reply.location !== undefined) response.setHeader('location', reply.location);
    response.writeHead(reply.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(reply.body ?? {}));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
