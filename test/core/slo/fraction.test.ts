import {
  compare,
  divide,
  fractionOf,
  one,
  subtract,
  sum,
  toNumber,
  zero,
} from '@garbageday/core/slo/fraction.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('an exact fraction', () => {
  it.each([0, 1, -3, 0.1, 0.999, -0.25, 1e-7, 2.5e-10, 1e21, 1.5e300, Number.MAX_SAFE_INTEGER])(
    'of %d is the number that is printed, and becomes it again',
    (value) => {
      expect(toNumber(fractionOf(value)) === value).toBe(true);
    },
  );

  it('of any number becomes it again', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-200 }), (value) => {
        expect(toNumber(fractionOf(value))).toBe(value);
      }),
    );
  });

  it('has no dust: ten tenths are one, and three thirds too', () => {
    const tenths = Array.from({ length: 10 }, () => fractionOf(0.1));
    expect(compare(sum(tenths), one)).toBe(0);
    const thirds = Array.from({ length: 3 }, () => divide(one, fractionOf(3)));
    expect(compare(sum(thirds), one)).toBe(0);
    expect([compare(sum(thirds.slice(1)), one), compare(one, zero)]).toEqual([-1, 1]);
    expect(toNumber(subtract(fractionOf(0.3), fractionOf(0.1)))).toBe(0.2);
  });

  it('is not divided by nothing', () => {
    expect(() => divide(one, zero)).toThrow(RangeError);
  });
});
