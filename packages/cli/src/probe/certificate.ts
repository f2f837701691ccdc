/** How long a server's certificate is still valid. */

import { connect } from 'node:tls';
import { dayMs } from '@garbageday/core/time/durations.ts';
import { guardedLookup } from '@garbageday/prober/http/address-guard.ts';
import type { Transport } from '@garbageday/prober/http/transport.ts';
import type { ProbeTarget } from './probe-options.ts';
import { isProxied } from './proxies.ts';

const patienceMs = 5_000;

/** Whole days, below 0 once it has expired; `null` without TLS, through a proxy, or if none was presented in time. */
export async function certificateDaysLeft(
  { baseUrl }: Pick<ProbeTarget, 'baseUrl'>,
  { proxies, reach, certificate }: Transport,
): Promise<number | null> {
  const { protocol, hostname, port } = new URL(baseUrl);
  if (protocol !== 'https:' || isProxied(new URL(baseUrl), proxies)) return null;
  const host = hostname.replace(/^\[|\]$/g, '');
  return await new Promise((resolve) => {
    const socket = connect({
      ...{ host, port: Number(port === '' ? 443 : port), servername: /^[\d.]+$|:/.test(host) ? '' : host },
      // The certificate is only inspected here: each probe checks whether it is trusted.
      ...{ rejectUnauthorized: false, lookup: guardedLookup(reach ?? 'world'), ...certificate },
    });
    const end = (days: number | null) => {
      socket.destroy();
      resolve(days);
    };
    socket.setTimeout(patienceMs, () => end(null));
    socket.once('error', () => end(null));
    socket.once('secureConnect', () => {
      const expiresMs = Date.parse(socket.getPeerCertificate().valid_to);
      end(Number.isNaN(expiresMs) ? null : Math.floor((expiresMs - Date.now()) / dayMs));
    });
  });
}
