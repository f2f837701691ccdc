import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatFactor,
  formatInterval,
  formatLimitMs,
  formatMs,
  formatObjective,
  formatPlural,
  formatRatio,
  formatShare,
  roundMs,
} from '@garbageday/core/wording/words.ts';
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

describe('milliseconds beside a limit', () => {
  it.each([
    [30_001, 30_000, '30.001 s'],
    [300.04, 300, '300.04 ms'],
    [90_000.5, 90_000, '1 min 30.0005 s'],
    [300, 300, '300 ms'],
    [412, 300, '412 ms'],
    [null, 300, '–'],
  ])('writes %d beside %d as %s', (value, limit, text) => expect(formatMs(value, limit)).toBe(text));

  it.each([
    [300, '300 ms'],
    [1_500, '1.50 s'],
    [30_000, '30 s'],
    [90_000, '1 min 30 s'],
  ])('writes the limit %d as a person writes it: %s', (limit, text) =>
    expect(formatLimitMs(limit)).toBe(text),
  );
});

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [42_300, '42 s'],
    [90_000, '1 min 30 s'],
    [3_723_000, '1 h 2 min'],
    [7_200_000, '2 h'],
    [270_000_000, '3 d 3 h'],
    [Number.NaN, '–'],
  ])('writes %d ms as %s', (value, text) => expect(formatDuration(value)).toBe(text));
});

describe('factors', () => {
  it.each([
    [14.4, [], '14.4×'],
    [1.456, [], '1.46×'],
    [0, [], '0×'],
    [0.004, [], '<0.01×'],
    [-0.004, [], '−<0.01×'],
    [-3, [], '−3×'],
    [14.401, [14.4], '14.401×'],
    [14.399, [14.4], '14.399×'],
    [14.4, [14.4], '14.4×'],
    [Number.NaN, [], '–'],
  ])('writes %d beside %j as %s', (factor, beside, text) => expect(formatFactor(factor, beside)).toBe(text));

  it('gives up where no number of decimals tells it from the factor beside it', () => {
    expect(formatFactor(14.4 + 1e-14, [14.4])).toBe('14.4×');
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

  it.each([
    [0.999_86, [0.9999], '99.986%'],
    [0.9999, [0.9999], '99.99%'],
    [0.999_904, [0.9999], '99.9904%'],
    [-0.000_000_000_1, [], '−0.00000001%'],
    [-1e-15, [], '−<0.000001%'],
    [-1, [], '−100%'],
    [43.2, [], '4,320%'],
    [1 + 1e-10, [], '100%'],
  ])('writes %d beside %j as %s', (ratio, beside, text) => expect(formatRatio(ratio, beside)).toBe(text));

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
    formatCount,
    formatDecimal,
    formatDuration,
    formatFactor,
    formatLimitMs,
    formatMs,
    formatRatio,
    formatShare,
  ];
  fc.assert(
    fc.property(anyNumber, fc.constantFrom(...formats), (value, format) => {
      expect(format(value)).not.toMatch(/NaN|Infinity|undefined/);
    }),
  );
});
