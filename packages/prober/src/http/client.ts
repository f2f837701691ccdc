/** The HTTP client of one load: kept connections, some fresh ones, no queue, no retry. */
import type { Random } from '@garbageday/core/ports.ts';
import type { Timer } from '../schedule/timer.ts';
import { connections } from './connections.ts';
import { type Exchange, type Order, request } from './request.ts';

export type ClientPlan = {
  /** `http:` or `https:`; a path in it precedes every order's path. */
  readonly baseUrl: string;
  /** The certificate authority to trust instead of Node's, as PEM; `null` for Node's. */
  readonly ca: string | null;
  readonly random: Random;
  readonly timer: Timer;
};

export type Client = {
  /** Sends once. `fresh` never uses a kept connection. */
  readonly send: (order: Order, want: 'any' | 'fresh') => Promise<Exchange>;
  readonly close: () => void;
};

/** Kept connections pin an old address and an old load balancer: this share of requests looks anew, and stays. */
export const freshShare = 0.1;

/** A client of one server. Throws a TypeError when the address is none. */
export function client(plan: ClientPlan): Client {
  const origin = new URL(plan.baseUrl);
  const prefix = origin.pathname.replace(/\/$/, '');
  const pool = connections(origin, plan.ca, plan.timer.now);
  return {
    send: (order, want) => {
      const isFresh = plan.random.next() < freshShare;
      const agent = pool.take(isFresh ? 'fresh' : want);
      return request(
        { ...order, path: prefix + order.path },
        {
          origin,
          agent,
          timer: plan.timer,
          onReusable: (socket, headers) => pool.give(agent, socket, headers),
        },
      );
    },
    close: pool.close,
  };
}
