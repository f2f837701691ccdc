import { whyNotZone } from '@garbageday/core/time/zone.ts';
import { describe, expect, it } from 'vitest';

describe('whyNotZone', () => {
  it.each([
    'UTC',
    'GMT',
    'Europe/Berlin',
    'America/Argentina/Buenos_Aires',
    'America/Port-au-Prince',
    'Etc/UTC',
    'Etc/GMT+5',
    // Links of the IANA data.
    'US/Eastern',
    'Asia/Kolkata',
    'Asia/Calcutta',
    'Europe/Kyiv',
    'GB',
    'Zulu',
    'EST5EDT',
  ])('accepts %s', (name) => {
    expect(whyNotZone(name)).toBeNull();
  });

  it('accepts every name that the runtime lists', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((name) => whyNotZone(name) !== null)).toEqual([]);
  });

  it.each([
    ['BST', 'Asia/Dhaka'],
    ['IST', 'Asia/Calcutta'],
    ['EST', 'America/Panama'],
    ['AST', 'America/Anchorage'],
    ['NST', 'Pacific/Auckland'],
    ['PST', 'America/Los_Angeles'],
    ['SST', 'Pacific/Guadalcanal'],
    ['SystemV/AST4', 'SystemV/AST4'],
    ['us/Eastern', 'America/New_York'],
    ['US/eastern', 'America/New_York'],
  ])('refuses %s, and says that it would mean %s', (name, meant) => {
    expect(whyNotZone(name)).toBe(
      `"${name}" is not an IANA time zone: it would mean ${meant}; write a place, such as "Europe/London"`,
    );
  });

  it('asks for the spelling of the data', () => {
    expect(whyNotZone('europe/berlin')).toBe(
      '"europe/berlin" is not an IANA time zone; did you mean "Europe/Berlin"?',
    );
  });

  it.each(['', 'Mars', '+01:00', 'Europe/Atlantis', 'Europe'])('refuses "%s"', (name) => {
    expect(whyNotZone(name)).toMatch(/is not an IANA time zone; write a name such as/);
  });
});
