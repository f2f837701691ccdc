/**
 * Addresses to which no probe is sent: clouds serve a machine's credentials there, and a redirect or a name that leads
 * to them is the classic way to steal those (server-side request forgery).
 */
import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Reach } from './transport.ts';

/** The error code of a connection to a refused address. */
export const addressRefused = 'ERR_ADDRESS_REFUSED';

export class AddressRefusedError extends Error {
  readonly code = addressRefused;

  constructor(host: string, why: string) {
    super(`${host} ${why}`);
    this.name = 'AddressRefusedError';
  }
}

/**
 * AWS, Google Cloud, Azure, Oracle and others; ECS and EKS; Alibaba Cloud; Azure's wire server; the same through NAT64.
 */
const metadata = new BlockList();
metadata.addSubnet('169.254.169.0', 24, 'ipv4');
metadata.addSubnet('169.254.170.0', 24, 'ipv4');
metadata.addAddress('100.100.100.200', 'ipv4');
metadata.addAddress('168.63.129.16', 'ipv4');
metadata.addAddress('fd00:ec2::254', 'ipv6');
metadata.addAddress('fd00:ec2::23', 'ipv6');
metadata.addAddress('fd20:ce::254', 'ipv6');
metadata.addSubnet('64:ff9b::a9fe:a900', 120, 'ipv6');
metadata.addSubnet('64:ff9b::a9fe:aa00', 120, 'ipv6');

/** Needed because names are not resolved here when a proxy is used. */
const metadataNames = new Set(['metadata.google.internal', 'metadata.goog', 'instance-data']);

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** For a numeric address, without brackets; `false` for a name. */
export function isLoopback(address: string): boolean {
  return holds(loopback, address);
}

/** `null`: may be reached. `host`: the host of a URL, a name or an address. */
export function whyRefused(host: string, reach: Reach | null): string | null {
  if (reach === null) return null;
  const address = host.replace(/^\[|\]$/g, '');
  if (holds(metadata, address) || metadataNames.has(address.toLowerCase().replace(/\.$/, '')))
    return 'is where a cloud serves credentials (metadata)';
  return reach === 'loopback' && isIP(address) !== 0 && !isLoopback(address) ? 'is not this machine' : null;
}

/** Looks up as Node does, but fails with an `AddressRefusedError` if one of the addresses must not be reached. */
export function guardedLookup(reach: Reach, lookup: typeof systemLookup = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      for (const { address } of addresses) {
        const why = whyRefused(address, reach);
        if (why !== null) return callback(new AddressRefusedError(`${hostname} (${address})`, why), []);
      }
      const [first] = addresses;
      if (options.all === true || first === undefined) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function holds(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
