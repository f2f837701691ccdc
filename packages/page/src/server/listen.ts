/** A server on one address of this machine, and its end. */
import { once } from 'node:events';
import type { Server } from 'node:http';

export type Listening = {
  readonly port: number;
  /** Cuts every connection. Safe to repeat. */
  readonly close: () => Promise<void>;
};

/** `port` 0: any free one; keeps no process alive. @throws Error of `node:net` if it cannot listen there. */
export async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const listening = once(server, 'listening');
  server.listen({ host, port });
  await listening;
  server.unref();
  return {
    port: portOf(server),
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
