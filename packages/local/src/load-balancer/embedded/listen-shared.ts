import type { Server } from 'node:net';
import { systemCode } from '../../file-error.ts';

type Address = { readonly host: string; readonly port: number };

const tryAgainMs = 50;

const listen = (server: Server, address: Address, reusePort: boolean): Promise<void> =>
  new Promise((resolve, reject) => {
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

/**
 * Takes the port as soon as it is free. Until then this process stands by, without keeping itself alive for it.
 */
export const listenWhenFree = async (server: Server, address: Address): Promise<void> => {
  try {
    await listen(server, address, false);
  } catch (error) {
    if (systemCode(error) !== 'EADDRINUSE') throw error;
    setTimeout(() => {
      listenWhenFree(server, address).catch((later) => server.emit('error', later));
    }, tryAgainMs).unref();
  }
};

/**
 * Listens on a port that several processes share (`SO_REUSEPORT`): the kernel deals connections out among them.
 * Where it cannot (macOS: ENOTSUP) one process listens and each other resolves too, standing by for its end.
 * Rejects with the system's error, `EADDRINUSE` when the port belongs to a program that does not share.
 */
export const listenShared = async (server: Server, address: Address): Promise<void> => {
  try {
    await listen(server, address, true);
  } catch (error) {
    if (systemCode(error) !== 'ENOTSUP') throw error;
    await listenWhenFree(server, address);
  }
};
