import { once } from 'node:events';
import { createServer } from 'node:net';
import { UsageError } from '@garbageday/core/errors.ts';
import { portFinder, requireFreePort } from '@garbageday/local/processes/free-port.ts';
import { expect, it, onTestFinished } from 'vitest';

async function taken(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('finds ports below the ephemeral range, each given once', async () => {
  const ports = portFinder();
  const found = await Promise.all(Array.from({ length: 50 }, () => ports.next()));
  expect(new Set(found).size).toBe(50);
  for (const port of found) {
    expect(port).toBeGreaterThanOrEqual(20_000);
    expect(port).toBeLessThan(32_768);
  }
});

it('accepts a port that is free', async () => {
  await expect(requireFreePort(await portFinder().next())).resolves.toBeUndefined();
});

it('names a port that is in use, and the mend', async () => {
  const port = await taken();
  const refused = requireFreePort(port);
  await expect(refused).rejects.toBeInstanceOf(UsageError);
  await expect(refused).rejects.toThrow(
    `port ${port} on 127.0.0.1 is in use by another program; choose another with --port, or 0 for any`,
  );
});
