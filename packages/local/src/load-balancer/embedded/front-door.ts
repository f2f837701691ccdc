import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createListener } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenShared } from './listen-shared.ts';

/** Where clients come in. */
export type FrontDoor = {
  /** Resolves when connections are accepted; rejects with the system's error. */
  readonly open: () => Promise<void>;
  /** Accepts no more, asks everyone to hang up, and resolves when the last request was answered or time is up. */
  readonly close: (graceMs: number) => Promise<void>;
};

type Address = { readonly host: string; readonly port: number };

/** Connections on which a client may be about to send its next request get so long to do it and be answered. */
const idleGraceMs = 1000;

/**
 * Accepting and answering are two objects, because closing an HTTP server also hangs up on idle clients at once: here
 * the kernel first sends newcomers to the process that shares the port, and whoever is connected is still answered.
 */
export const frontDoor = ({ host, port }: Address, onRequest: RequestListener): FrontDoor => {
  let isClosing = false;
  const server = createHttpServer(
    { keepAliveTimeout: 65_000, headersTimeout: 10_000, requestTimeout: 30_000 },
    (request, response) => {
      if (isClosing) response.setHeader('connection', 'close');
      onRequest(request, response);
    },
  );
  const listener = createListener({ noDelay: true }, (socket) => server.emit('connection', socket));
  return {
    open: () => listenShared(listener, { host, port }),
    close: async (graceMs) => {
      isClosing = true;
      const gone = new Promise<void>((resolve) => listener.close(() => resolve()));
      const idleTimer = setTimeout(() => server.closeIdleConnections(), Math.min(idleGraceMs, graceMs));
      await Promise.race([gone, sleep(graceMs)]);
      clearTimeout(idleTimer);
    },
  };
};
