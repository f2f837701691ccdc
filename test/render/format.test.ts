import {
  formatAge,
  formatCount,
  formatDuration,
  formatInstant,
  formatInterval,
  formatMs,
  formatObjective,
  formatOffset,
  formatPlural,
  formatRatio,
  formatShare,
  roundMs,
} from '@garbageday/render/format.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const anyNumber = fc.double();

describe('counts', () => {
  it.each([
    ['small ones as they are', 7, '7'],
    ['large ones in groups', 18_040, '18,040'],
    ['fractions to a tenth', 1_290.55, '1,290.6'],
    ['negative ones with a minus sign', -3, '−3'],
    ['none of them as minus zero', -0.01, '0'],
    ['astronomic ones as powers', 1.25e18, '1.3e+18'],
    ['what is no number as no data', Number.NaN, '–'],
  ])('writes %s', (_, count, text) => expect(formatCount(count)).toBe(text));

  it('says one kill and two kills', () => {
    expect([formatPlural(1, 'kill'), formatPlural(2, 'kill'), formatPlural(0, 'kill')]).toEqual([
      '1 kill',
      '2 kills',
      '0 kills',
    ]);
  });
});

describe('milliseconds', () => {
  it.each([
    [0, '0 ms'],
    [4.83, '4.8 ms'],
    [9.96, '10 ms'],
    [203.41, '203 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1_874.31, '1.87 s'],
    [9_996, '10.0 s'],
    [59_960, '1 min'],
    [125_000, '2 min 5 s'],
    [-250, '−250 ms'],
    [null, '–'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('writes %d as %s', (value, text) => expect(formatMs(value)).toBe(text));

  it('says the same of a measurement and of what the JSON carries', () => {
    fc.assert(
      fc.property(anyNumber, (value) => {
        expect(formatMs(roundMs(value))).toBe(formatMs(value));
      }),
    );
  });
});

describe('time', () => {
  it.each([
    [0, '0 s', '0:00', '0s'],
    [42_300, '42 s', '0:42', '42s'],
    [90_000, '1 min 30 s', '1:30', '1m'],
    [3_723_000, '1 h 2 min', '1:02:03', '1h'],
    [7_200_000, '2 h', '2:00:00', '2h'],
    [270_000_000, '3 d 3 h', '75:00:00', '3d'],
  ])('writes %d ms as %s, %s and %s', (value, duration, offset, age) => {
    expect([formatDuration(value), formatOffset(value), formatAge(value)]).toEqual([duration, offset, age]);
  });

  it('writes an instant in UTC and no instant as no data', () => {
    expect(formatInstant(Date.UTC(2026, 10, 23, 15, 43, 12))).toBe('2026-11-23 15:43:12 UTC');
    expect(formatInstant(1e20)).toBe('–');
  });
});

describe('ratios', () => {
  it.each([
    ['two decimals', 298 / 300, '99.33%'],
    ['all', 1, '100%'],
    ['nothing', 0, '0%'],
    ['nearly all, never rounded up to all', 0.999_97, '99.997%'],
    ['hardly anything, never rounded down to nothing', 0.000_04, '0.004%'],
    ['all but one in a billion', 1 - 1e-9, '>99.999999%'],
    ['one in a trillion', 1e-12, '<0.000001%'],
    ['no data', null, '–'],
  ])('writes %s', (_, ratio, text) => expect(formatRatio(ratio)).toBe(text));

  it.each([
    [0.982, '98.2%'],
    [0.011_57, '1.16%'],
    [1, '100%'],
    [-0.12, '−12%'],
    [-43.2, '−4,320%'],
  ])('writes a share of %d as %s', (share, text) => expect(formatShare(share)).toBe(text));

  it('writes objectives in the digits they were given in', () => {
    expect([0.999, 0.9995, 0.99, 0.999_99].map(formatObjective)).toEqual([
      '99.9%',
      '99.95%',
      '99%',
      '99.999%',
    ]);
  });

  it('writes intervals as domain.md does', () => {
    expect(formatInterval({ low: 0.976, high: 0.9982 })).toBe('97.60–99.82%');
    expect(formatInterval({ low: 0.987_35, high: 1 })).toBe('98.73–100%');
  });

  it('claims 100% of nothing below 1 and 0% of nothing above 0', () => {
    const inside = fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(inside, (ratio) => {
        expect(['0%', '100%']).not.toContain(formatRatio(ratio));
      }),
    );
  });
});

it('never says NaN, Infinity or undefined', () => {
  const formats = [
    formatAge,
    formatCount,
    formatDuration,
    formatInstant,
    formatMs,
    formatOffset,
    formatRatio,
    formatShare,
  ];
  fc.assert(
    fc.property(anyNumber, fc.constantFrom(...formats), (value, format) => {
      expect(format(value)).not.toMatch(/NaN|Infinity|undefined/);
    }),
  );
});
