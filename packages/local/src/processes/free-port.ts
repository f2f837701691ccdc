/** Unused ports, below the range from which the system takes ports for outgoing connections. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { UsageError } from '@garbageday/core/errors.ts';
import { systemCode } from '../file-error.ts';

export type PortFinder = {
  /** A port that was free a moment ago and that this finder has not returned before. */
  readonly next: () => Promise<number>;
};

/** The ephemeral range of Linux begins at 32768: an outgoing connection can never take a port below it. */
const lowest = 20_000;
const highest = 32_767;
const attempts = 200;

/** Finds ports on 127.0.0.1 by trying; they differ from run to run on purpose, so that runs do not collide. */
export function portFinder(): PortFinder {
  const given = new Set<number>();
  return {
    next: async () => {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const port = randomInt(lowest, highest + 1);
        if (given.has(port) || (await bindError(port)) !== null) continue;
        given.add(port);
        return port;
      }
      throw new UsageError(
        `no free port found between ${lowest} and ${highest} on 127.0.0.1; close some programs`,
      );
    },
  };
}

/** Makes sure that the requested port is free. Throws a `UsageError` that names it if not. */
export async function requireFreePort(port: number): Promise<void> {
  const error = await bindError(port);
  if (error === null) return;
  throw new UsageError(
    `port ${port} on 127.0.0.1 ${whyNot(error)}; choose another with --port, or 0 for any`,
    {
      cause: error,
    },
  );
}

function whyNot(error: Error): string {
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return 'is in use by another program';
    case 'EACCES':
      return 'needs administrator rights';
    default:
      return `cannot be used (${error.message})`;
  }
}

/** Null if it is possible to listen on the port now. */
async function bindError(port: number): Promise<Error | null> {
  const server = createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
