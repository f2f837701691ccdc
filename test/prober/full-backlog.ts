/** A server whose queue of connections is full: the next one is not even refused. */
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

// Listens, says where, and blocks its thread, so that nothing is ever accepted.
const listenAndBlock = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

/** Its address, once connections to it hang. */
export async function fullBacklogUrl(): Promise<string> {
  const worker = new Worker(listenAndBlock, { eval: true });
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const sockets: net.Socket[] = [];
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await worker.terminate();
  });
  for (let isFull = false; !isFull; ) {
    const socket = net.connect(port, '127.0.0.1').on('error', () => {});
    sockets.push(socket);
    isFull = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(false));
      setTimeout(() => resolve(true), 150);
    });
  }
  return `http://127.0.0.1:${port}`;
}
