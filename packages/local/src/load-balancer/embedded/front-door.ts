import { createServer, type RequestListener } from 'node:http';
import { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../../file-error.ts';

/** Where clients come in. */
export type FrontDoor = {
  /** Resolves when connections are accepted; rejects with the system's error. */
  readonly open: () => Promise<void>;
  /** Stops accepting, asks all clients to hang up, and resolves when the last request is answered or time is up. */
  readonly close: (graceMs: number) => Promise<void>;
};

type Address = { readonly host: string; readonly port: number };

/** How long a client that may be about to send its next request has to send it and get an answer. */
const idleGraceMs = 1000;
const hangUpEveryMs = 50;

/**
 * Closing an HTTP server hangs up on idle clients at once, and one of them may be about to send. So only the listening
 * socket is closed first, as for any `net.Server`: the kernel sends new clients to the process that shares the port,
 * and connected clients are still answered, and asked to hang up.
 */
export function frontDoor({ host, port }: Address, onRequest: RequestListener): FrontDoor {
  let isClosing = false;
  const server = createServer(
    {
      noDelay: true,
      keepAliveTimeout: 65_000,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      // By default Node checks every 30 s, and a client would have up to forty for its headers.
      connectionsCheckingInterval: 500,
    },
    (request, response) => {
      if (isClosing) response.setHeader('connection', 'close');
      onRequest(request, response);
    },
  );
  // A client that has sent everything may close its own side and still wait for the answer.
  Object.assign(server, { httpAllowHalfOpen: true });
  return {
    open: () => listenShared(server, { host, port }),
    close: async (graceMs) => {
      isClosing = true;
      const gone = new Promise<void>((resolve) => Server.prototype.close.call(server, () => resolve()));
      await Promise.race([gone, sleep(Math.min(idleGraceMs, graceMs))]);
      // Repeatedly: a reply that was in progress when this began has promised to keep its connection.
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

/** Takes the port as soon as it is free. Until then this process stands by; waiting does not keep it alive. */
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
 * Listens on a port that several processes share (`SO_REUSEPORT`): the kernel distributes connections among them. Where
 * that is not possible (macOS: ENOTSUP), one process listens and the others resolve too, standing by for its end.
 * Rejects with the system's error: `EADDRINUSE` if the port belongs to a program that does not share.
 */
export async function listenShared(server: Server, address: Address): Promise<void> {
  try {
    await listen(server, address, true);
  } catch (error) {
    if (systemCode(error) !== 'ENOTSUP') throw error;
    await listenWhenFree(server, address);
  }
}
