/**
 * The embedded load balancer's process: `node embedded-main.ts <port> <its ReadyCheck as JSON>`, with an IPC channel to
 * the supervisor.
 */
import { frontDoor } from './embedded/front-door.ts';
import { type EmbeddedMessage, parseTargetsMessage } from './embedded/messages.ts';
import { proxy } from './embedded/proxy.ts';
import { watchUpstreams } from './embedded/upstreams.ts';
import type { ReadyCheck } from './load-balancer.ts';

const graceMs = 13_000;
const exitCodeForUsage = 2;

function tell(message: EmbeddedMessage): void {
  process.send?.(message);
}

/** Written by the program of the same version that started this one. */
const check: ReadyCheck = JSON.parse(process.argv[3] ?? '');

const upstreams = watchUpstreams(check, (ids) => tell({ kind: 'in-service', ids }));

const door = frontDoor({ host: '127.0.0.1', port: Number(process.argv[2]) }, (request, response) => {
  // The client broke off while it was still sending: there is no one left to answer.
  proxy(upstreams, request, response).catch(() => response.destroy());
});

async function open(): Promise<void> {
  try {
    await door.open();
    tell({ kind: 'listening' });
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    tell({ kind: 'failed', code: 'code' in failure ? String(failure.code) : '', message: failure.message });
    process.exitCode = exitCodeForUsage;
    process.disconnect();
  }
}

let isOpen = false;
process.on('message', async (raw) => {
  const message = parseTargetsMessage(raw);
  if (message === null) return;
  const wasOpen = isOpen;
  isOpen = true;
  await upstreams.set(message.targets);
  // The first round of checks comes before the first request, so that a new load balancer never answers "no target".
  if (!wasOpen) await open();
});
process.on('disconnect', () => process.exit());
process.on('SIGINT', () => undefined);
process.once('SIGTERM', async () => {
  await door.close(graceMs);
  process.exit(0);
});
