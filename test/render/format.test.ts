import { formatAge, formatInstant, formatOffset } from '@garbageday/render/format.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('time', () => {
  it.each([
    [0, '0:00', '0s'],
    [42_300, '0:42', '42s'],
    [90_000, '1:30', '1m'],
    [3_723_000, '1:02:03', '1h'],
    [7_200_000, '2:00:00', '2h'],
    [270_000_000, '75:00:00', '3d'],
  ])('writes %d ms as %s and %s', (value, offset, age) => {
    expect([formatOffset(value), formatAge(value)]).toEqual([offset, age]);
  });

  it('writes an instant in UTC and no instant as no data', () => {
    expect(formatInstant(Date.UTC(2026, 10, 23, 15, 43, 12))).toBe('2026-11-23 15:43:12 UTC');
    expect(formatInstant(1e20)).toBe('–');
  });
});

it('never says NaN, Infinity or undefined', () => {
  const formats = [formatAge, formatInstant, formatOffset];
  fc.assert(
    fc.property(fc.double(), fc.constantFrom(...formats), (value, format) => {
      expect(format(value)).not.toMatch(/NaN|Infinity|undefined/);
    }),
  );
});
