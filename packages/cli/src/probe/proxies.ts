/** Proxies as the environment names them, in upper or lower case; lower case takes precedence, as with curl. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Environment } from '../screen.ts';

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'] as const;

/**
 * Empty: none is set. Node's own agent obeys them (`proxyEnv`), from Node 22.21 and 24.5.
 *
 * @throws UsageError for a Node that cannot use proxies, or an invalid proxy address.
 */
export function proxiesOf(
  env: Environment,
  node: string = process.versions.node,
): Readonly<Record<string, string>> {
  const found = names.flatMap((name) => {
    const value = env[name.toLowerCase()] ?? env[name] ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  const proxies = found.filter(([name]) => name !== 'NO_PROXY');
  const [first] = proxies;
  if (first === undefined) return {};
  const wrong = proxies.find(
    ([, value]) => !URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol),
  );
  if (wrong !== undefined)
    throw new UsageError(`${wrong[0]}: is not the address of a proxy; write http://host:port, or unset it`);
  if (!canProxy(node))
    throw new UsageError(
      `${first[0]}: this Node (${node}) cannot use a proxy; install Node 22.21, 24.5 or newer, or unset it`,
    );
  return Object.fromEntries(found);
}

function canProxy(node: string): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  return major === 22 ? minor >= 21 : major === 24 ? minor >= 5 : major > 24;
}

/**
 * Whether this address is reached through a proxy, according to `NO_PROXY`: `*`, hosts, `.suffixes`, with or without a
 * port.
 */
export function isProxied(url: URL, proxies: Readonly<Record<string, string>>): boolean {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  if (proxies[name] === undefined) return false;
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const entries = (proxies['NO_PROXY'] ?? '').toLowerCase().split(/[\s,]+/);
  return !entries.some((entry) => {
    if (entry === '*') return true;
    const bare = entry.replace(/^\*?\./, '.');
    if (bare.startsWith('.')) return host.endsWith(bare);
    return bare === host || bare === `${host}:${port}`;
  });
}
