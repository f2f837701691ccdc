import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { listenShared, listenWhenFree } from '@garbageday/local/load-balancer/embedded/front-door.ts';
import {
  parseEmbeddedMessage,
  parseTargetsMessage,
} from '@garbageday/local/load-balancer/embedded/messages.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../fixtures/load-balancer-subject.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

function server(): Server {
  const made = createServer((socket) => socket.end());
  onTestFinished(() => void made.close());
  return made;
}

describe('a shared port', () => {
  it.runIf(process.platform === 'linux')('is listened on by two at once', async () => {
    const [first, second] = [server(), server()];
    const address = { host: '127.0.0.1', port: await freePort() };
    await listenShared(first, address);
    await listenShared(second, address);
    expect([first.listening, second.listening]).toEqual([true, true]);
  });

  it('is refused while a program holds it that does not share', async () => {
    const other = server().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(listenShared(server(), { host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('where ports cannot be shared, the second takes over from the first', async () => {
    const [first, second] = [server(), server()];
    const address = { host: '127.0.0.1', port: await freePort() };
    await listenWhenFree(first, address);
    await listenWhenFree(second, address);
    expect([first.listening, second.listening]).toEqual([true, false]);
    first.close();
    await waitUntil('the second listens', 2000, () => second.listening);
    const socket = connect(address.port, address.host);
    await once(socket, 'connect');
    socket.destroy();
  });
});

describe('messages over the IPC channel', () => {
  it.each([
    ['targets', { kind: 'targets', targets: [{ id: 'i-1', port: 80 }] }, true],
    ['no targets', { kind: 'targets', targets: [] }, true],
    ['a target without a port', { kind: 'targets', targets: [{ id: 'i-1' }] }, false],
    ['something else', { kind: 'stop' }, false],
    ['nothing', null, false],
    ['text', 'targets', false],
  ])('to the load balancer: %s', (_name, message, isOne) => {
    expect(parseTargetsMessage(message)).toEqual(isOne ? message : null);
  });

  it.each([
    ['listening', { kind: 'listening' }, true],
    ['in service', { kind: 'in-service', ids: ['i-1'] }, true],
    ['ids that are none', { kind: 'in-service', ids: [1] }, false],
    ['failed', { kind: 'failed', code: 'EACCES', message: 'no' }, true],
    ['failed without a reason', { kind: 'failed' }, false],
    ['nothing', undefined, false],
  ])('from the load balancer: %s', (_name, message, isOne) => {
    expect(parseEmbeddedMessage(message)).toEqual(isOne ? message : null);
  });
});
