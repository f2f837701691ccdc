/** Clients and orders of tests. */
import type { Random } from '@garbageday/core/ports.ts';
import { client } from '@garbageday/prober/http/client.ts';
import type { Client, Order } from '@garbageday/prober/http/request.ts';
import { plainTransport, type Transport } from '@garbageday/prober/http/transport.ts';
import { systemTimer } from '@garbageday/prober/schedule/timer.ts';
import { onTestFinished } from 'vitest';

/** Never draws a fresh connection. */
export const neverFresh: Random = { next: () => 0.999, below: () => 0 };
export const alwaysFresh: Random = { next: () => 0, below: () => 0 };

export const timer = systemTimer();

export function testClient(
  baseUrl: string,
  options: { random?: Random; ca?: string | null; transport?: Partial<Transport> } = {},
): Client {
  const transport = { ...plainTransport, ca: options.ca ?? null, ...options.transport };
  const made = client({ baseUrl, transport, random: options.random ?? neverFresh, timer });
  onTestFinished(made.close);
  return made;
}

export function order(path: string, changes: Partial<Order> = {}): Order {
  return {
    method: 'GET',
    path,
    headers: [],
    body: null,
    intendedMs: timer.now(),
    timeoutMs: 5_000,
    ...changes,
  };
}
