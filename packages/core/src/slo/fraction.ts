/** Exact fractions: a comparison with a limit must not depend on how binary numbers round. */

/** `numerator` ÷ `denominator`; the denominator is above 0. Not reduced. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };

export const zero: Fraction = { numerator: 0n, denominator: 1n };
export const one: Fraction = { numerator: 1n, denominator: 1n };

/** The decimal number that is printed for `value`: 0.9 is nine tenths, and not the binary number next to it. */
export function fractionOf(value: number): Fraction {
  if (Number.isSafeInteger(value)) return { numerator: BigInt(value), denominator: 1n };
  const [digits = '', exponent = '0'] = value.toString().split('e');
  const [whole = '', decimals = ''] = digits.split('.');
  const shift = Number(exponent) - decimals.length;
  const numerator = BigInt(whole + decimals);
  return shift < 0
    ? { numerator, denominator: 10n ** BigInt(-shift) }
    : { numerator: numerator * 10n ** BigInt(shift), denominator: 1n };
}

export function add(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator)
    return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** @throws RangeError unless the divisor is above 0. */
export function divide(a: Fraction, b: Fraction): Fraction {
  if (b.numerator <= 0n) throw new RangeError('A fraction is divided by what is above 0.');
  return multiply(a, { numerator: b.denominator, denominator: b.numerator });
}

/** Below 0 if `a` is less, above 0 if it is more, else 0. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** Pairwise, so that numbers with many digits are added only at the end. */
export function sum(fractions: readonly Fraction[]): Fraction {
  if (fractions.length <= 2) return fractions.reduce(add, zero);
  const half = fractions.length >> 1;
  return add(sum(fractions.slice(0, half)), sum(fractions.slice(half)));
}

/** The nearest number. */
export function toNumber({ numerator, denominator }: Fraction): number {
  if (numerator < 0n) return -toNumber({ numerator: -numerator, denominator });
  const [above, below] = [Number(numerator), Number(denominator)];
  if (Number.isSafeInteger(above) && Number.isSafeInteger(below)) return above / below;
  // 70 bits before the point: what is cut off is far below the 53 that a number holds.
  const shift = Math.max(0, bitsOf(denominator) - bitsOf(numerator) + 70);
  return Number((numerator << BigInt(shift)) / denominator) / 2 ** shift;
}

function bitsOf(value: bigint): number {
  return value.toString(16).length * 4;
}

/** part ÷ whole ≥ share, exactly; false if the whole is 0. */
export function isShareReached(part: number, whole: number, share: number): boolean {
  return whole > 0 && compare(fractionOf(part), multiply(fractionOf(share), fractionOf(whole))) >= 0;
}
