/** At which address of this machine the phones of a room can reach it. */
import { isIPv6 } from 'node:net';
import type { networkInterfaces } from 'node:os';
import { UsageError } from '@garbageday/core/errors.ts';

export type Interfaces = ReturnType<typeof networkInterfaces>;

export type Address = {
  readonly address: string;
  /** Of its interface: `eth0`. */
  readonly name: string;
};

/** Those of containers, virtual machines and tunnels come last: a phone in the room is not in them. */
const virtual =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|podman|cni|flannel|tun|tap|utun|wg|tailscale|zt|awdl|llw)/;

const linkLocal = /^(169\.254\.|fe80:)/i;

/** Beyond loopback, the likeliest first. */
export function reachable(interfaces: Interfaces): readonly Address[] {
  return all(interfaces)
    .filter(({ internal, address }) => !internal && !linkLocal.test(address))
    .map(({ address, name }) => ({ address, name }))
    .toSorted((a, b) => rank(a) - rank(b));
}

function rank({ address, name }: Address): number {
  return (virtual.test(name) ? 2 : 0) + (isIPv6(address) ? 1 : 0);
}

/**
 * The one that is asked for by its address or its interface, or the likeliest.
 * @throws UsageError if the machine has no such address.
 */
export function chooseAddress(interfaces: Interfaces, asked: string | null): Address {
  const likely = reachable(interfaces);
  const [first] = likely;
  if (asked === null) {
    if (first !== undefined) return first;
    throw new UsageError(
      '--audience: this machine has no address that a phone could reach; join a network, or write --audience-at 127.0.0.1',
    );
  }
  const isAsked = ({ address, name }: Address): boolean => name === asked || address === asked;
  const found = likely.find(isAsked) ?? all(interfaces).find(isAsked);
  if (found !== undefined) return { address: found.address, name: found.name };
  const hint = likely.map(({ address, name }) => `${address} (${name})`).join(', ');
  throw new UsageError(
    `--audience-at: ${JSON.stringify(asked)} is not an address or an interface of this machine${hint === '' ? '' : `; it has ${hint}`}`,
  );
}

function all(interfaces: Interfaces) {
  return Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? []).map((one) => ({ ...one, name })),
  );
}

/** As it stands in an address bar. */
export function hostOf(address: string, port: number): string {
  return `${isIPv6(address) ? `[${address}]` : address}:${port}`;
}
