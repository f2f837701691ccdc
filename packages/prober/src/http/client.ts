/** The HTTP client of one load: reused connections, some fresh ones, no queue, no retries. */
import type { Random } from '@garbageday/core/ports.ts';
import type { Timer } from '../schedule/timer.ts';
import { AddressRefusedError, whyRefused } from './address-guard.ts';
import { connections } from './connections.ts';
import { followingClient } from './follow.ts';
import type { Http2Plan } from './http2-client.ts';
import { stopwatch } from './phases.ts';
import { type Client, request } from './request.ts';
import type { Transport } from './transport.ts';

export type ClientPlan = {
  /** `http:` or `https:`; a path in it precedes every order's path. */
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly random: Random;
  readonly timer: Timer;
};

/**
 * Reused connections stick to an old address and load balancer, so this share of requests opens a new one, which is
 * kept.
 */
export const freshShare = 0.1;

/** A client of one server, and of those to which it redirects. Throws a TypeError if the address is invalid. */
export function client(plan: ClientPlan): Client {
  const { mostRedirects } = plan.transport;
  if (mostRedirects === 0) return clientOfOne(plan, plan.baseUrl);
  const open = (baseUrl: string) => clientOfOne(plan, baseUrl);
  return followingClient({ baseUrl: plan.baseUrl, mostRedirects, now: plan.timer.now, open });
}

function clientOfOne({ transport, timer, random }: ClientPlan, baseUrl: string): Client {
  const origin = new URL(baseUrl);
  const why = whyRefused(origin.hostname, transport.reach);
  if (why !== null) return refusingClient(new AddressRefusedError(origin.host, why), timer);
  const prefix = origin.pathname.replace(/\/$/, '');
  const isFresh = () => random.next() < freshShare;
  if (transport.isHttp2) return lazyHttp2Client({ origin, prefix, transport, timer, isFresh });
  const pool = connections(origin, transport, timer.now);
  return {
    send: (order, want) => {
      const agent = pool.take(isFresh() ? 'fresh' : want);
      return request(
        { ...order, path: prefix + order.path },
        { origin, agent, timer, onReusable: (socket, headers) => pool.give(agent, socket, headers) },
      );
    },
    close: pool.close,
  };
}

/** Loaded late: most loads do not need it, and a function on AWS starts faster without it. */
function lazyHttp2Client(plan: Http2Plan): Client {
  const loaded = import('./http2-client.ts').then(({ http2Client }) => http2Client(plan));
  return {
    send: async (order, want) => (await loaded).send(order, want),
    close: () => void loaded.then(({ close }) => close()),
  };
}

/** Names are checked when they are looked up; numeric addresses are never looked up, so they are checked here. */
function refusingClient(cause: AddressRefusedError, { now }: Timer): Client {
  return {
    send: async ({ intendedMs }) => {
      const phases = stopwatch(intendedMs, now).stop();
      return { kind: 'failed', error: 'assertion', hasAnswer: false, phases, cause };
    },
    close: () => {},
  };
}
