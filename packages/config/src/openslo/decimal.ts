/** Decimal fractions without binary rounding errors. */

/** `value` × 10^`places`, as if the decimal point moved: 99.95 moved by −2 is 0.9995, not 0.9995000000000001. */
export function movePoint(value: number, places: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}

/** Rounds to 12 significant digits: finer than anyone writes, and 0.02 × 30d ÷ 1h is exactly 14.4. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
