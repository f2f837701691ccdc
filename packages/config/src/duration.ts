/** Durations as people write them: a whole number and its unit. */
const unitMs = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

export type ParsedDuration =
  | { readonly kind: 'ok'; readonly ms: number }
  | { readonly kind: 'bad'; readonly why: string };

export type DurationBounds = { readonly min: string; readonly max: string };

/**
 * '90s' → 90,000 ms. Units: ms, s, m (minutes), h, d. No fractions, no signs, no sums; the number needs a unit.
 * Bounds are inclusive and written the same way.
 */
export function parseDuration(text: string, bounds: DurationBounds): ParsedDuration {
  const ms = millisecondsOf(text);
  if (ms === null)
    return { kind: 'bad', why: `${JSON.stringify(text)} is not a duration; ${mendDuration(text)}` };
  const [min, max] = [
    millisecondsOf(bounds.min) ?? 0,
    millisecondsOf(bounds.max) ?? Number.POSITIVE_INFINITY,
  ];
  if (ms >= min && ms <= max) return { kind: 'ok', ms };
  return {
    kind: 'bad',
    why: `${text} is too ${ms < min ? 'short' : 'long'}; write ${bounds.min} to ${bounds.max}`,
  };
}

function millisecondsOf(text: string): number | null {
  const [, digits, unit] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? [];
  const factor = unitMs.get(unit ?? '');
  return digits === undefined || factor === undefined ? null : Number(digits) * factor;
}

/** How to write a duration that was not recognized. */
export function mendDuration(text: string): string {
  if (/^\d+$/.test(text)) return `write its unit: "${text}ms", "${text}s", "${text}m" or "${text}h"`;
  if (/^\d+\.\d+/.test(text)) return 'write a whole number in a smaller unit, such as "1500ms" for 1.5 s';
  return 'write a whole number and its unit, such as "300ms", "90s", "2m" or "1h"';
}
