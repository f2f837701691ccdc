import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendWitnesses } from '@garbageday/local/groups/witness.ts';
import { expect, it, onTestFinished } from 'vitest';

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

it('counts what is cut at the signal', async () => {
  const received = Promise.withResolvers<void>();
  let count = 0;
  const server = createServer(() => {
    count += 1;
    if (count === 3) received.resolve();
  });
  const signalled = await sendWitnesses(await listening(server));
  const ends = signalled();
  await received.promise;
  server.closeAllConnections();
  expect(await ends).toEqual({ answered: 0, cut: 3 });
});

it('counts what is answered after it', async () => {
  const release = Promise.withResolvers<void>();
  const server = createServer(async (_request, response) => {
    await release.promise;
    response.end('late');
  });
  const signalled = await sendWitnesses(await listening(server));
  const ends = signalled();
  release.resolve();
  expect(await ends).toEqual({ answered: 3, cut: 0 });
});

it('says nothing of a server that is not there', async () => {
  const signalled = await sendWitnesses('http://127.0.0.1:1/');
  expect(await signalled()).toEqual({ answered: 0, cut: 0 });
});
