/** A look at each URL before any load: for a problem that a person can fix, prints one line and sends no load. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { at, UsageError } from '@garbageday/core/errors.ts';
import { seededRandom } from '@garbageday/core/time/random.ts';
import { AddressRefusedError, isLoopback, whyRefused } from '@garbageday/prober/http/address-guard.ts';
import { client } from '@garbageday/prober/http/client.ts';
import { redirectOf } from '@garbageday/prober/http/follow.ts';
import type { Exchange } from '@garbageday/prober/http/request.ts';
import type { Reach, Transport } from '@garbageday/prober/http/transport.ts';
import { systemTimer } from '@garbageday/prober/schedule/timer.ts';
import type { ProbeOptions, ProbeTarget } from './probe-options.ts';
import { isProxied } from './proxies.ts';

/** A server that is slower than this is measured without a look. */
const lookMs = 1_000;

/** This many requests a second may go anywhere. */
const politeRate = 50;

/**
 * How each URL is reached, in order. Throws a UsageError about the first that cannot be probed, or not at this rate.
 */
export async function preflight(options: ProbeOptions): Promise<readonly Transport[]> {
  const places = await Promise.all(options.targets.map((target) => placeOf(target, options)));
  const far = options.targets.filter((_, index) => places[index] === 'elsewhere');
  const rate = far.length * options.ratePerSecond;
  if (rate > politeRate && !options.isOwn)
    throw new UsageError(
      `--rate: ${rate} requests a second to ${hostOf(far[0])}, which is not this machine, is a load that only its owner ` +
        `may send; add --i-own-this if that is you, or send ${politeRate} a second at most`,
    );
  // A load meant for this machine must not follow a redirect to another one.
  const mayLeave = options.isOwn || options.targets.length * options.ratePerSecond <= politeRate;
  const reachOf = (place: Place | undefined): Reach =>
    mayLeave || place === 'elsewhere' ? 'world' : 'loopback';
  const transports = places.map((place) => ({ ...options.transport, reach: reachOf(place) }));
  await Promise.all(
    transports.map((transport, index) => look(at(options.targets, index), { options, transport })),
  );
  return transports;
}

type Place = 'here' | 'elsewhere';

function hostOf(target: ProbeTarget | undefined): string {
  return target === undefined ? '' : new URL(target.url).host;
}

/** @throws UsageError for a name that does not resolve, or an address at which a cloud serves credentials. */
async function placeOf(target: ProbeTarget, { transport }: ProbeOptions): Promise<Place> {
  const { hostname } = new URL(target.url);
  const host = hostname.replace(/^\[|\]$/g, '');
  refuse(target, whyRefused(host, 'world'), host);
  const isNamed = isIP(host) === 0;
  // Behind a proxy, the proxy resolves it.
  if (isProxied(new URL(target.url), transport.proxies)) {
    if (transport.isHttp2)
      throw new UsageError(`--http2: does not go through a proxy; add ${host} to NO_PROXY, or leave it out`);
    return 'elsewhere';
  }
  const addresses = isNamed ? await addressesOf(target, host) : [host];
  for (const address of addresses) refuse(target, whyRefused(address, 'world'), `${host} (${address})`);
  return addresses.every(isLoopback) ? 'here' : 'elsewhere';
}

function refuse({ url }: ProbeTarget, why: string | null, host: string): void {
  if (why !== null) throw new UsageError(`${url}: ${host} ${why}; garbageday sends nothing there`);
}

async function addressesOf({ url }: ProbeTarget, host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (cause) {
    throw new UsageError(`${url}: ${host} does not resolve (${codeOf(cause)}); check its spelling`, {
      cause,
    });
  }
}

type Looking = { readonly options: ProbeOptions; readonly transport: Transport };

/**
 * One request, unless it might change something. Throws a UsageError for an answer that would repeat for every request.
 */
async function look(target: ProbeTarget, { options, transport }: Looking): Promise<void> {
  if (target.look === null) return;
  const timer = systemTimer();
  const http = client({ baseUrl: target.baseUrl, transport, timer, random: seededRandom('look') });
  const [step] = target.journey.steps;
  const headers = (step?.headers ?? []).filter(([, value]) => !value.includes('{'));
  const order = { ...target.look, headers, body: null, intendedMs: timer.now(), timeoutMs: lookMs };
  try {
    const exchange = await Promise.race([http.send(order, 'any'), delay(lookMs, null, { ref: false })]);
    if (exchange !== null) judge(target, exchange, options);
  } finally {
    http.close();
  }
}

function judge(target: ProbeTarget, exchange: Exchange, options: ProbeOptions): void {
  const why = whyUseless(target, exchange, options);
  if (why !== null) throw new UsageError(`${target.url}: ${why}`);
}

/** `null`: worth measuring, even if it fails. */
function whyUseless(target: ProbeTarget, exchange: Exchange, options: ProbeOptions): string | null {
  if (exchange.kind === 'unsent') return `cannot be asked: ${exchange.cause.message}`;
  if (exchange.kind === 'failed') return whyFailed(exchange, options);
  const { status } = exchange.reply;
  const isExpected = target.journey.steps[0]?.expect.some(
    (expectation) => expectation.kind === 'status' && expectation.equals === status,
  );
  if (isExpected === true) return null;
  if (status === 401 || status === 403)
    return `answers ${status}: it wants to know who asks; add --header "Authorization: …"`;
  if (status === 407)
    return 'the proxy answers 407: it wants to know who asks; write http://user:password@… as its address';
  if (options.transport.mostRedirects > 0) return null;
  const to = redirectOf(exchange.reply, new URL(target.url));
  return to === null ? null : whyNoRedirect(to);
}

function whyNoRedirect(to: URL): string {
  const refused = whyRefused(to.hostname, 'world');
  if (refused !== null) return `redirects to ${to.host}, which ${refused}; garbageday sends nothing there`;
  return `redirects to ${to.origin}${to.pathname}; add --follow, or probe that address`;
}

function whyFailed(
  { error, cause }: Extract<Exchange, { readonly kind: 'failed' }>,
  { transport }: ProbeOptions,
): string | null {
  if (cause instanceof AddressRefusedError)
    return `leads to ${cause.message}; garbageday sends nothing there`;
  const code = codeOf(cause);
  if (error === 'connect-refused')
    return 'nothing listens there (connection refused); start the server, or check the port';
  if (error === 'dns') return `its name does not resolve (${code}); check its spelling`;
  if (transport.isHttp2 && noHttp2.test(code)) return `does not speak HTTP/2 (${code}); leave out --http2`;
  if (error === 'tls') return whyNoTls(code, transport.isInsecure);
  if (error === 'assertion' && code.startsWith('HPE_')) return 'answers, but not in HTTP; check the port';
  if (error === 'connect-timeout' && code !== 'unknown')
    return `cannot be reached (${code}); check the address`;
  return null;
}

/** Errors of a handshake that offers only HTTP/2, or of an answer that is not HTTP/2. */
const noHttp2 = /NO_APPLICATION_PROTOCOL|^ERR_HTTP2_ERROR$/;

function whyNoTls(code: string, isInsecure: boolean): string {
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH|EPROTO/.test(code))
    return `does not speak TLS (${code}); write http:// instead of https://`;
  return isInsecure
    ? `its TLS handshake fails (${code})`
    : `its certificate is not trusted (${code}); add --ca FILE to trust it, or --insecure to probe it all the same`;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}
