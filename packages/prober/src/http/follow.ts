/** Redirects, as a browser follows them (RFC 9110 §15.4; Fetch, "HTTP-redirect fetch"). */
import { AddressRefusedError } from './address-guard.ts';
import type { Phases } from './phases.ts';
import type { Client, Exchange, Order, Reply } from './request.ts';

type Answered = Extract<Exchange, { readonly kind: 'answered' }>;

export type Following = {
  /** The URL of the first request; its path precedes that of the order. */
  readonly baseUrl: string;
  readonly mostRedirects: number;
  readonly now: () => number;
  /** A client of one server, which follows no redirects. */
  readonly open: (baseUrl: string) => Client;
};

/** A client that follows up to `mostRedirects` redirects; the order's timeout covers all of them together. */
export function followingClient({ baseUrl, mostRedirects, now, open }: Following): Client {
  const first = open(baseUrl);
  const others = new Map<string, Client>();
  const clientOf = (url: URL) => {
    const origin = originOf(url);
    const known = others.get(origin) ?? open(origin);
    others.set(origin, known);
    return known;
  };
  return {
    send: async (order, want) => {
      const startedMs = now();
      let exchange = await first.send(order, want);
      let at = new URL(new URL(baseUrl).pathname.replace(/\/$/, '') + order.path, baseUrl);
      let asked = order;
      for (let followed = 0; exchange.kind === 'answered'; followed += 1) {
        const next = redirectOf(exchange.reply, at);
        if (next === null) return exchange;
        if (followed === mostRedirects) return tooMany(exchange, mostRedirects);
        if (!/^https?:$/.test(next.protocol)) return refused(exchange, next);
        const timeoutMs = Math.max(0, order.timeoutMs - (now() - startedMs));
        asked = { ...redirected(asked, exchange.reply.status, { from: at, to: next }), timeoutMs };
        at = next;
        exchange = joined(exchange, await clientOf(at).send(asked, want));
      }
      return exchange;
    },
    close: () => {
      for (const client of [first, ...others.values()]) client.close();
    },
  };
}

/** The absolute URL that an answer redirects to; `null`: it does not redirect, or not to a URL. */
export function redirectOf({ status, headers }: Pick<Reply, 'status' | 'headers'>, from: URL): URL | null {
  const { location } = headers;
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return null;
  return URL.canParse(location, from.href) ? new URL(location, from) : null;
}

function originOf({ protocol, username, password, host }: URL): string {
  const user = username === '' ? '' : `${username}:${password}@`;
  return `${protocol}//${user}${host}`;
}

/** Not sent on to other servers. */
const secretHeaders = new Set(['authorization', 'cookie', 'proxy-authorization', 'host']);

function redirected(
  order: Order,
  status: number,
  { from, to }: { readonly from: URL; readonly to: URL },
): Order {
  const becomesGet =
    (status === 303 && order.method !== 'HEAD') ||
    ((status === 301 || status === 302) && order.method === 'POST');
  const headers = order.headers.filter(
    ([name]) =>
      (from.origin === to.origin || !secretHeaders.has(name.toLowerCase())) &&
      !(becomesGet && /^content-/i.test(name)),
  );
  const path = `${to.pathname}${to.search}`;
  return { ...order, path, headers, ...(becomesGet ? { method: 'GET' as const, body: null } : {}) };
}

function tooMany({ phases }: Answered, most: number): Exchange {
  const cause = new Error(`more than ${most} redirects, one after the other`);
  return { kind: 'failed', error: 'assertion', hasAnswer: true, phases, cause };
}

function refused({ phases }: Answered, { protocol }: URL): Exchange {
  const cause = new AddressRefusedError(`${protocol}//…`, 'is not an address for HTTP');
  return { kind: 'failed', error: 'assertion', hasAnswer: true, phases, cause };
}

/** The phases of both; only the first has a lag. */
function joined(before: Answered, after: Exchange): Exchange {
  if (after.kind === 'unsent') return after;
  return { ...after, phases: sumOf(before.phases, after.phases) };
}

function sumOf(a: Phases, b: Phases): Phases {
  const plus = (x: number | null, y: number | null) =>
    x === null && y === null ? null : (x ?? 0) + (y ?? 0);
  return {
    lagMs: a.lagMs,
    queueMs: plus(a.queueMs, b.queueMs),
    dnsMs: plus(a.dnsMs, b.dnsMs),
    connectMs: plus(a.connectMs, b.connectMs),
    tlsMs: plus(a.tlsMs, b.tlsMs),
    ttfbMs: plus(a.ttfbMs, b.ttfbMs),
    transferMs: plus(a.transferMs, b.transferMs),
    totalMs: a.totalMs + b.totalMs,
  };
}
