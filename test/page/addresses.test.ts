/** Where the phones of a room reach this machine. */
import { chooseAddress, hostOf, type Interfaces, reachable } from '@garbageday/page/audience/addresses.ts';
import { describe, expect, it } from 'vitest';

type One = NonNullable<Interfaces[string]>[number];

function ip(address: string, internal = false): One {
  const common = { address, mac: '00:00:00:00:00:00', internal, cidr: null, netmask: '' };
  return address.includes(':') ? { ...common, family: 'IPv6', scopeid: 0 } : { ...common, family: 'IPv4' };
}

const loopback = { lo: [ip('127.0.0.1', true), ip('::1', true)] };
const laptop: Interfaces = {
  ...loopback,
  docker0: [ip('172.17.0.1')],
  tun0: [ip('10.8.0.2')],
  wlan0: [ip('fd00::7'), ip('fe80::1'), ip('192.168.1.7')],
};

describe('the address for phones', () => {
  it('is one that a phone in the room has a way to: not of a container or a tunnel, and IPv4 first', () => {
    expect(chooseAddress(laptop, null)).toEqual({ address: '192.168.1.7', name: 'wlan0' });
    expect(reachable(laptop).map(({ address }) => address)).toEqual([
      '192.168.1.7',
      'fd00::7',
      '172.17.0.1',
      '10.8.0.2',
    ]);
  });

  it.each([
    ['10.8.0.2', '10.8.0.2'],
    ['docker0', '172.17.0.1'],
    ['wlan0', '192.168.1.7'],
    ['127.0.0.1', '127.0.0.1'],
    ['lo', '127.0.0.1'],
  ])('is the one that is asked for: %s', (asked, address) => {
    expect(chooseAddress(laptop, asked).address).toBe(address);
  });

  it.each([
    [laptop, '192.168.1.8', /^--audience-at: "192\.168\.1\.8" is not .* it has 192\.168\.1\.7 \(wlan0\), /],
    [laptop, '0.0.0.0', /^--audience-at: "0\.0\.0\.0" is not an address/],
    [loopback, 'eth0', /^--audience-at: "eth0" is not an address or an interface of this machine$/],
    [loopback, null, /^--audience: this machine has no address that a phone could reach; join a network/],
    [{ ...loopback, eth0: [ip('169.254.3.4'), ip('fe80::2')] }, null, /^--audience: this machine has no/],
  ])('is missed in one line', (interfaces, asked, line) => {
    expect(() => chooseAddress(interfaces, asked)).toThrow(line);
  });

  it('stands in brackets where it has colons', () => {
    expect([hostOf('192.168.1.7', 80), hostOf('fd00::7', 80)]).toEqual(['192.168.1.7:80', '[fd00::7]:80']);
  });
});
