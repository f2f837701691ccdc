import { createServer, type RequestListener } from 'node:http';
import { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../../file-error.ts';

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
const hangUpEveryMs = 50;

/**
 * Closing an HTTP server hangs up on idle clients at once, and one of them may just be sending. So only the listening
 * socket is closed first, as any `net.Server`'s is: the kernel sends newcomers to the process that shares the port, and
 * whoever is connected is still answered, and asked to hang up.
 */
export function frontDoor({ host, port }: Address, onRequest: RequestListener): FrontDoor {
  let isClosing = false;
  const server = createServer(
    {
      noDelay: true,
      keepAliveTimeout: 65_000,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      // Node looks every 30 s otherwise, and a client would have up to forty for its headers.
      connectionsCheckingInterval: 500,
    },
    (request, response) => {
      if (isClosing) response.setHeader('connection', 'close');
      onRequest(request, response);
    },
  );
  // A client that has sent all it wants to say may close its own side, and still waits for the answer.
  Object.assign(server, { httpAllowHalfOpen: true });
  return {
    open: () => listenShared(server, { host, port }),
    close: async (graceMs) => {
      isClosing = true;
      const gone = new Promise<void>((resolve) => Server.prototype.close.call(server, () => resolve()));
      await Promise.race([gone, sleep(Math.min(idleGraceMs, graceMs))]);
      // Again and again: a reply that was under way when this began has promised to keep its connection.
      const hangUp = setInterval(() => server.closeIdleConnections(), hangUpEveryMs);
      await Promise.race([gone, sleep(graceMs)]);
      clearInterval(hangUp);
    },
  };
}

const tryAgainMs = 50;

function listen(server: Server, address: Address, reusePort: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      server.off('listening', succeed);
      reject(error);
    };
    const succeed = (): void => {
      server.off('error', fail);
      resolve();
    };
    server.once('error', fail).once('listening', succeed);
    server.listen({ ...address, reusePort });
  });
}

/**
 * Takes the port as soon as it is free. Until then this process stands by, without keeping itself alive for it.
 */
export async function listenWhenFree(server: Server, address: Address): Promise<void> {
  try {
    await listen(server, address, false);
  } catch (error) {
    if (systemCode(error) !== 'EADDRINUSE') throw error;
    setTimeout(() => {
      listenWhenFree(server, address).catch((later) => server.emit('error', later));
    }, tryAgainMs).unref();
  }
}

/**
 * Listens on a port that several processes share (`SO_REUSEPORT`): the kernel deals connections out among them.
 * Where it cannot (macOS: ENOTSUP) one process listens and each other resolves too, standing by for its end.
 * Rejects with the system's error, `EADDRINUSE` when the port belongs to a program that does not share.
 */
export async function listenShared(server: Server, address: Address): Promise<void> {
  try {
    await listen(server, address, true);
  } catch (error) {
    if (systemCode(error) !== 'ENOTSUP') throw error;
    await listenWhenFree(server, address);
  }
}
