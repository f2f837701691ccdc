/** What another terminal may ask of a running garbageday: JSON over HTTP over a Unix socket. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { UsageError } from '@garbageday/core/errors.ts';

/** By method and path, `POST /stop`: takes the parsed body (null without one), resolves to the JSON answer. */
export type ControlHandlers = Readonly<Record<string, (body: unknown) => Promise<unknown>>>;

export type ControlServer = {
  /** Stops answering; requests in progress are cut off. */
  readonly close: () => Promise<void>;
};

const longestBody = 64 * 1024;

/**
 * Listens on a socket in a directory that only we can access, so that no one else can send requests. A `UsageError` of
 * a handler is answered as 400, any other error as 500, both as `{message}`, one line.
 */
export async function startControlServer(
  socketPath: string,
  handlers: ControlHandlers,
): Promise<ControlServer> {
  const server = createServer((request, response) => {
    void respond(request, response, handlers);
  });
  server.listen(socketPath);
  await once(server, 'listening');
  return {
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  handlers: ControlHandlers,
): Promise<void> {
  const answer = await answerTo(request, handlers);
  // The client may have gone meanwhile; then there is no one to answer.
  response.on('error', () => {});
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer.body));
}

type Answer = { readonly status: number; readonly body: unknown };

async function answerTo(request: IncomingMessage, handlers: ControlHandlers): Promise<Answer> {
  const what = `${request.method} ${request.url}`;
  const handler = handlers[what];
  if (handler === undefined)
    return { status: 404, body: { message: `this garbageday does not know ${what}` } };
  try {
    return { status: 200, body: (await handler(await readBody(request))) ?? {} };
  } catch (error) {
    const status = error instanceof UsageError ? 400 : 500;
    return { status, body: { message: error instanceof Error ? error.message : String(error) } };
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > longestBody) throw new UsageError('the request is too long');
  }
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError('the request is not JSON', { cause });
  }
}
